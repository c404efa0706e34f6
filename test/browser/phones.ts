import { randomInt } from 'node:crypto';
import type { Organizer } from './product';

/** One message on a guest's phone. */
export interface OnPhone {
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly status: 'queued' | 'sent' | 'delivered' | 'read' | null;
}

/** What is on a guest's phone, in order. Looking at it this way opens nothing. */
export async function phoneOf(guestId: string): Promise<OnPhone[]> {
  const answer = await fetch(`${process.env.BECKON_MAILBOX}/api/phones/${guestId}`);
  return ((await answer.json()) as { items: OnPhone[] }).items;
}

/** The page of a guest's phone in the development mailbox. */
export const phonePage = (guestId: string): string => `${process.env.BECKON_MAILBOX}/phones/${guestId}`;

/** A guest with a number that is reserved for fiction and used by nobody else in this run. */
export async function aGuestWithPhone(
  organizer: Organizer,
  eventId: string,
  name: string,
): Promise<{ id: string; name: string; phone: string }> {
  const phone = `+4477009${String(randomInt(100_000)).padStart(5, '0')}`;
  return organizer.call('POST', `/v1/events/${eventId}/guests`, { name, phone });
}
