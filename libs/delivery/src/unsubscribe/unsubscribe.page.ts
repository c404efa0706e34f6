import { escapeHtml, guestPage } from '@beckon/core';
import { maskAddress } from '../domain/mask-address';
import type { UnsubscribingDelivery } from './unsubscribe.repository';

/** The page behind a guest's unsubscribe link; works without JavaScript. `null`: the link is not one of ours. */
export function unsubscribePage(
  delivery: UnsubscribingDelivery | null,
  nonce: string,
): { readonly status: number; readonly html: string } {
  if (delivery === null)
    return { status: 404, html: guestPage({ title: 'Link not found', accentColour: null, content: notFound, nonce }) };
  return {
    status: 200,
    html: guestPage({
      title: 'Unsubscribe',
      accentColour: delivery.accentColour,
      content: contentFor(delivery),
      nonce,
    }),
  };
}

const notFound = `<h1>This link does not work</h1>
  <p>It may have been cut in two by a mail program. Open it again from the message, or answer the message and ask to be taken off the list.</p>`;

function contentFor(delivery: UnsubscribingDelivery): string {
  const event = escapeHtml(delivery.eventName);
  const host = escapeHtml(delivery.hostName);
  const address = escapeHtml(maskAddress(delivery.address));
  return delivery.isStopped
    ? `<h1>You are unsubscribed</h1>
       <p>${address} gets no more reminders and announcements. Messages that you ask for yourself, such as the confirmation of your answer, still come.</p>
       <p class="quiet">It was a mistake? Tell ${host}; they can take you off the list again.</p>`
    : `<h1>No more messages?</h1>
       <p>${address} gets messages about <strong>${event}</strong> from ${host}.</p>
       <form method="post">
         <label class="choice"><input type="radio" name="scope" value="event" checked> Stop messages about ${event}</label>
         <label class="choice"><input type="radio" name="scope" value="organization"> Stop all messages from this organizer</label>
         <button type="submit">Unsubscribe</button>
       </form>`;
}
