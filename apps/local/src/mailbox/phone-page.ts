import { html, Html } from './escape';
import { FATES } from './magic-numbers';
import { mainLinks } from './main-links';
import { STYLE } from './page.style';
import { PHONE_SCRIPT } from './phone-page.script';
import { PHONE_STYLE } from './phone-page.style';
import type { ListedPhone, Phone, PhoneItem } from './phones';
import type { Status } from './simulated-twilio';

const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;
const ANSWERS = ['YES', 'NO', 'STOP', 'START'] as const;
const STATUS_WORDS: Readonly<Record<Status, string>> = {
  queued: 'Queued',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  undelivered: 'Not delivered',
  failed: 'Not delivered',
};
const LINK = /(https?:\/\/[^\s<>"]+)/;
const PREVIEW_LENGTH = 600;

/** What the page of phones needs. */
export interface PhonePageFacts {
  phones: readonly ListedPhone[];
  opened: { phone: Phone; items: readonly PhoneItem[] } | null;
  /** False where real phones answer. */
  canReply: boolean;
  search: string;
  nonce: string;
}

const pathOf = (key: string): string => `/phones/${encodeURIComponent(key)}`;
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32))
    .slice(0, 2)
    .join('')
    .toUpperCase();

function listItem(phone: ListedPhone, openedKey: string | undefined): Html {
  const current = phone.key === openedKey ? new Html(' aria-current="true"') : '';
  return html`<li>
    <a href="${pathOf(phone.key)}" ${current}>
      <span class="to">${phone.name}</span><time datetime="${phone.lastAt}">${phone.lastAt.slice(0, 16)}</time>
      <span class="subject"><span class="chip">${CHANNELS[phone.lastChannel]}</span> ${phone.lastText}</span></a
    >
  </li>`;
}

function list({ phones, search, opened }: PhonePageFacts): Html {
  const empty =
    search === ''
      ? 'No phone has got anything yet. Send a message, and the phones of its guests appear here.'
      : `No phone with “${search}”.`;
  return html`<section class="list" aria-label="Phones" data-newest="${phones[0]?.lastAt ?? ''}">
    ${
      phones.length === 0
        ? html`<p class="empty soft">${empty}</p>`
        : html`<ul>
            ${phones.map((phone) => listItem(phone, opened?.phone.key))}
          </ul>`
    }
  </section>`;
}

/** Addresses in a text become links; everything else stays text. */
function linked(text: string): Html {
  return html`${text
    .split(LINK)
    .map((part, at) =>
      at % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : html`${part}`,
    )}`;
}

function status({ status: word, channel, failsWith }: PhoneItem): Html {
  if (word === null) return html``;
  if (failsWith !== null)
    return html`<span class="status failed"><span aria-hidden="true">✗</span> Not delivered (${failsWith})</span>`;
  const ticks = word === 'queued' ? '…' : word === 'sent' ? '✓' : '✓✓';
  return html`<span class="status ${channel === 'whatsapp' && word === 'read' ? 'read' : ''}"
    ><span aria-hidden="true">${ticks}</span> ${STATUS_WORDS[word]}</span
  >`;
}

function item(one: PhoneItem): Html {
  const { channel, direction, text, at } = one;
  const meta = html`<span class="meta"
    ><span class="by">${CHANNELS[channel]}</span> <time datetime="${at}">${at.slice(11, 16)}</time> ${status(one)}</span
  >`;
  if (channel === 'email')
    return html`<li class="item in mail">
      <a class="subject" href="/messages/${one.id}">${one.subject || '(no subject)'}</a>
      <p>${linked(text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)} …` : text)}</p>
      ${meta}
    </li>`;
  return html`<li class="item ${direction} ${channel}">
    <p>${linked(text)}</p>
    ${meta}
  </li>`;
}

function replyBar({ phone, items }: NonNullable<PhonePageFacts['opened']>, canReply: boolean): Html {
  if (!canReply)
    return html`<p class="soft note">
      Twilio is not simulated here: real phones answer, and their answers go to Beckon.
    </p>`;
  if (phone.phone === null)
    return html`<p class="soft note">This guest has no phone number, so nothing can be answered.</p>`;
  const last = items.findLast(({ channel }) => channel !== 'email')?.channel ?? 'sms';
  const choices = (['sms', 'whatsapp'] as const).map(
    (name) =>
      html`<label
        ><input
          type="radio"
          name="channel"
          value="${name}"
          ${name === last ? new Html('checked') : ''}
        />${CHANNELS[name]}</label
      >`,
  );
  const quick = ANSWERS.map((word) => html`<button type="button" class="quick" data-text="${word}">${word}</button>`);
  return html`<form class="reply" aria-label="Answer as ${phone.name}">
    <fieldset>
      <legend>Answer by</legend>
      ${choices}
    </fieldset>
    <div class="quicks">${quick}</div>
    <div class="write">
      <input
        name="text"
        autocomplete="off"
        maxlength="1600"
        aria-label="Message"
        placeholder="Write as ${phone.name}"
      />
      <button>Send</button>
    </div>
    <p class="problem" role="alert"></p>
  </form>`;
}

function device(opened: NonNullable<PhonePageFacts['opened']>, canReply: boolean): Html {
  const { phone, items } = opened;
  const addresses = [phone.phone, phone.email].filter((address) => address !== null && address !== phone.name);
  return html`<section class="device" aria-label="Phone of ${phone.name}" data-key="${phone.key}">
    <div class="who">
      <a class="back" href="/phones" aria-label="All phones">‹</a
      ><span class="face" aria-hidden="true">${initialsOf(phone.name)}</span>
      <div>
        <h2>${phone.name}</h2>
        <p class="soft">${addresses.join(' · ')}</p>
        ${phone.eventName === null ? '' : html`<p class="soft">${phone.eventName}</p>`}
      </div>
    </div>
    <ol class="thread" aria-label="Messages" aria-live="polite">
      ${items.length === 0 ? html`<li class="empty soft">Nothing came to this phone yet.</li>` : items.map(item)}
    </ol>
    ${replyBar(opened, canReply)}
  </section>`;
}

/** How to see a message fail. */
const failures = html`<details>
  <summary>See a message fail</summary>
  <p>
    Give a guest a number that ends in a code of Twilio, for example <b>+44 7712 330003</b>. Messages to it fail the way
    the code says:
  </p>
  <table>
    ${FATES.map(
      ({ code, channel, words, isPassing }) =>
        html`<tr>
          <th scope="row">…${code}</th>
          <td>${channel === undefined ? 'SMS, WhatsApp' : CHANNELS[channel]}</td>
          <td>${words}${isPassing === true ? '; the next one goes through' : ''}</td>
        </tr>`,
    )}
  </table>
</details>`;

/** The phones of guests on one page; every text that came with a message is escaped. */
export function phonePage(facts: PhonePageFacts): string {
  const { search, nonce, opened, canReply } = facts;
  const title = opened ? `${opened.phone.name} - Beckon phones` : 'Beckon phones';
  const hint = html`<div class="hint soft">
    <p>
      Choose a phone. A message arrives, and a WhatsApp message is read, when you look at the phone. Nothing leaves this
      machine.
    </p>
    ${canReply ? failures : ''}
  </div>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${new Html(STYLE + PHONE_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1><a href="/">Beckon mailbox</a></h1>
          ${mainLinks('phones')}
          <form action="/phones" role="search">
            <input
              type="search"
              name="q"
              value="${search}"
              placeholder="Search by name, number or e-mail"
              aria-label="Search by name, number or e-mail"
            /><button>Search</button>
          </form>
        </header>
        <main class="phones${opened ? ' reading' : ''}">${list(facts)}${opened ? device(opened, canReply) : hint}</main>
        <script nonce="${nonce}">
          ${new Html(PHONE_SCRIPT)};
        </script>
      </body>
    </html>`.source;
}
