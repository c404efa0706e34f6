import type { Config } from '@beckon/core';
import type { Envelope } from '../channels/channel';

/**
 * Who a message comes from: the event's sender or host by name, always at our own address, because mail systems only
 * trust a sender that the sending domain vouches for.
 *
 * @param eventId names the list the message belongs to; null for notices and tests
 */
export function envelopeOf(
  event: { readonly hostName: string; readonly senderName: string | null; readonly replyTo: string | null },
  config: Config,
  eventId: string | null,
): Envelope {
  return {
    from: { name: event.senderName ?? event.hostName, address: config.mail.from.address },
    replyTo: event.replyTo,
    listId: eventId === null ? null : `event-${eventId}`,
  };
}
