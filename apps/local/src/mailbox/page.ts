import { html, Html } from './escape';
import { mainLinks } from './main-links';
import type { MessageSummary, MessageView } from './message-view';
import { STYLE } from './page.style';

export const TABS = ['html', 'text', 'headers', 'source'] as const;
export type Tab = (typeof TABS)[number];

const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;
const TAB_NAMES: Record<Tab, string> = { html: 'HTML', text: 'Text', headers: 'Headers', source: 'Source' };

/** What the page around the list and the message needs. */
export interface PageFacts {
  summaries: readonly MessageSummary[];
  /** How many are kept in all. */
  count: number;
  search: string;
  /** Where the older ones are, or null when there are none. */
  olderUrl: string | null;
  nonce: string;
  /** The opened message, its tab and, for the source tab, its raw text. */
  opened: { view: MessageView; tab: Tab; source: string } | null;
}

/** Looks every two seconds whether something came, and puts the new list in place of the old one. */
const SCRIPT = `
let seen = document.querySelector('[data-newest]')?.dataset.newest;
const local = () => document.querySelectorAll('time').forEach((t) => {
  const at = new Date(t.dateTime);
  const isToday = at.toDateString() === new Date().toDateString();
  t.textContent = isToday ? at.toLocaleTimeString() : at.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
});
local();
setInterval(async () => {
  if (document.hidden) return;
  try {
    const state = await (await fetch('/api/state')).json();
    document.querySelector('.count').textContent = state.count + ' kept';
    if (state.newest === seen || new URLSearchParams(location.search).has('before')) return;
    const source = await (await fetch(location.href)).text();
    const page = new DOMParser().parseFromString(source.slice(source.indexOf('<main')), 'text/html');
    const list = page.querySelector('.list');
    if (!list) return;
    document.querySelector('.list').replaceWith(document.adoptNode(list));
    seen = state.newest;
    local();
  } catch { /* the mailbox is stopped; the next look may succeed */ }
}, 2000);
document.querySelector('.clear').addEventListener('click', async () => {
  if (!confirm('Delete every message in this mailbox?')) return;
  await fetch('/api/messages', { method: 'DELETE' });
  location.href = '/';
});
`;

const query = (values: Record<string, string>) => {
  const text = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return text === '' ? '' : `?${text}`;
};

function listItem(summary: MessageSummary, search: string, openedId: string | undefined): Html {
  const { id, to, subject, channel, receivedAt } = summary;
  const current = id === openedId ? new Html(' aria-current="true"') : '';
  const chip = channel === 'email' ? '' : html`<span class="chip">${CHANNELS[channel]}</span> `;
  return html`<li>
    <a href="/messages/${id}${query({ q: search })}" ${current}>
      <span class="to">${to || '(no recipient)'}</span
      ><time datetime="${receivedAt}">${receivedAt.slice(0, 16).replace('T', ' ')}</time>
      <span class="subject">${chip}${subject || '(no subject)'}</span></a
    >
  </li>`;
}

function list({ summaries, search, olderUrl, opened, count }: PageFacts): Html {
  const empty =
    count === 0
      ? html`<p class="empty soft">
          Nothing here yet. Every message the product sends on this machine appears here by itself.
        </p>`
      : html`<p class="empty soft">No message to an address with “${search}”.</p>`;
  return html`<section class="list" aria-label="Messages" data-newest="${summaries[0]?.id ?? ''}">
    ${
      summaries.length === 0
        ? empty
        : html`<ul>
            ${summaries.map((summary) => listItem(summary, search, opened?.view.id))}
          </ul>`
    }
    ${olderUrl === null ? '' : html`<p class="more"><a href="${olderUrl}">Older messages</a></p>`}
  </section>`;
}

function body(view: MessageView, tab: Tab, source: string): Html {
  if (view.channel !== 'email') return html`<p class="bubble">${view.text}</p>`;
  switch (tab) {
    case 'html':
      // Its own sandboxed document: whatever the mail contains can neither run nor reach this page.
      return html`<iframe
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src="/messages/${view.id}/html"
        title="The message as HTML"
      ></iframe>`;
    case 'text':
      return html`<pre>${view.text || '(no text part)'}</pre>`;
    case 'headers':
      return html`<pre>
${Object.entries(view.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}</pre>`;
    case 'source':
      return html`<pre>${source}</pre>`;
  }
}

function article({ view, tab, source }: NonNullable<PageFacts['opened']>, search: string): Html {
  const tabs = TABS.map((name) => {
    const current = name === tab ? new Html(' aria-current="page"') : '';
    return html`<a href="/messages/${view.id}${query({ view: name, q: search })}" ${current}>${TAB_NAMES[name]}</a>`;
  });
  return html`<article>
    <p class="back"><a href="/${query({ q: search })}">All messages</a></p>
    <h2>${view.subject || (view.channel === 'email' ? '(no subject)' : CHANNELS[view.channel])}</h2>
    <dl>
      <dt>From</dt>
      <dd>${view.from || '(empty)'}</dd>
      <dt>To</dt>
      <dd>${view.to}</dd>
      <dt>Received</dt>
      <dd><time datetime="${view.receivedAt}">${view.receivedAt}</time></dd>
    </dl>
    ${phoneLink(view)}
    ${view.channel === 'email' ? html`<nav class="tabs" aria-label="Views of this message">${tabs}</nav>` : ''}
    ${body(view, tab, source)}
  </article>`;
}

/** Leads to the guest's phone, where this message stands among the others. */
function phoneLink({ to }: MessageView): Html {
  const address = to.split(',')[0]?.trim() ?? '';
  return address === ''
    ? html``
    : html`<p><a href="/phones${query({ q: address })}">See it on the guest's phone</a></p>`;
}

/** The whole page; every text that came with a message is escaped. */
export function mailboxPage(facts: PageFacts): string {
  const { search, count, nonce, opened } = facts;
  const title = opened ? `${opened.view.subject || 'Message'} - Beckon mailbox` : 'Beckon mailbox';
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style nonce="${nonce}">${new Html(STYLE)}</style></head>
<body><header><h1><a href="/">Beckon mailbox</a></h1>${mainLinks('mails')}<span class="count">${count} kept</span>
<form action="/" role="search"><input type="search" name="q" value="${search}" placeholder="Search by recipient" aria-label="Search by recipient"><button>Search</button></form>
<button type="button" class="clear">Delete all</button></header>
<main${opened ? new Html(' class="reading"') : ''}>${list(facts)}${opened ? article(opened, search) : ''}</main>
<script nonce="${nonce}">${new Html(SCRIPT)}</script></body></html>`.source;
}

/** The mail's own HTML as a document of its own, its links opening beside the mailbox. */
export const mailDocument = (source: string): string =>
  `<!doctype html><meta charset="utf-8"><base target="_blank">${source || '<p>(no HTML part)</p>'}`;
