import { escapeHtml } from '@beckon/core';
import { guestHtmlPage, guestPageStyle, type HtmlPage } from '@beckon/guests';
import { maskAddress } from '../domain/mask-address';
import type { UnsubscribingDelivery } from './unsubscribe.repository';

const notFound = `<header><h1>This link does not work</h1></header>
<section><p>A mail program may have cut it in two. Open it again from the message, or answer the message and ask to be taken off the list.</p></section>`;

/** The page behind a guest's unsubscribe link; works without JavaScript. `null`: the link is not one of ours. */
export function unsubscribePage(delivery: UnsubscribingDelivery | null): HtmlPage {
  if (delivery === null) return guestHtmlPage('This link does not work', guestPageStyle(null), [notFound]);
  const content = delivery.isStopped ? stopped(delivery) : question(delivery);
  return guestHtmlPage('Unsubscribe', guestPageStyle(delivery.accentColour), content);
}

function stopped({ address, hostName }: UnsubscribingDelivery): string[] {
  return [
    '<header><h1>You are unsubscribed</h1></header>',
    `<section><p><strong>${escapeHtml(maskAddress(address))}</strong> gets no more reminders and announcements. What you ask for yourself, such as the confirmation of an answer, still comes.</p>`,
    `<p>It was a mistake? Tell <bdi>${escapeHtml(hostName)}</bdi>, who can put you back on the list.</p></section>`,
  ];
}

function question({ address, eventName, hostName }: UnsubscribingDelivery): string[] {
  const event = `<bdi>${escapeHtml(eventName)}</bdi>`;
  return [
    '<header><h1>No more messages?</h1></header>',
    `<section><p><strong>${escapeHtml(maskAddress(address))}</strong> gets messages about ${event} from <bdi>${escapeHtml(hostName)}</bdi>.</p>`,
    `<form method="post"><fieldset><legend>What shall stop?</legend>
<label class="choice"><input type="radio" name="scope" value="event" checked> <span>Messages about ${event}</span></label>
<label class="choice"><input type="radio" name="scope" value="organization"> <span>All messages from this organizer</span></label>
</fieldset><button type="submit">Unsubscribe</button></form></section>`,
  ];
}
