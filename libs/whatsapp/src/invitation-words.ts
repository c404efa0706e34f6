import { causeInWords, type DeliveryStatus } from '@beckon/delivery';

/** What is known of an invitation that did not simply arrive. */
export interface InvitationTrouble {
  readonly channel: 'email' | 'whatsapp';
  readonly deliveryStatus: DeliveryStatus;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
}

const suppressedFor: Readonly<Record<string, string>> = {
  stop: 'The guest answered STOP. Only a START from the guest lifts it; invite in another way.',
  unsubscribe: 'The guest unsubscribed from your messages. Invite in another way.',
  bounce: 'Messages to this address came back before. Ask the guest for another one.',
  complaint: 'The guest reported a message as spam. Do not write there again.',
  manual: 'Somebody put this address on the list of those not to write to. An admin can take it off.',
};

/** Where an invitation has more to say than any other message; the rest is worded as everywhere. */
const reasons: Readonly<Record<string, string>> = {
  not_reachable_us: 'WhatsApp delivers no invitations to numbers of the United States. Use e-mail.',
  outside_window: 'The guest has not written within 24 hours. Use an approved template.',
  missing_value: 'The guest lacks a value that the template needs. Fill in the name, then invite again.',
  expired: 'The event began before it could be sent.',
  answered_meanwhile: 'The guest had answered already.',
};

/**
 * What went wrong with an invitation and what to do, in words; null when nothing did.
 * What a provider said comes with words of its own (`error`).
 */
export function invitationWords(of: InvitationTrouble): string | null {
  const { channel, deliveryStatus, reason, errorCode, error } = of;
  if (deliveryStatus === 'unknown')
    return 'Nobody can say whether it arrived: the answer was lost. Ask the guest before you invite again.';
  if (error !== null) return errorCode === null || error.startsWith(errorCode) ? error : `${errorCode}: ${error}`;
  if (reason === null) return null;
  if (reason === 'no_address')
    return channel === 'email'
      ? 'The guest has no e-mail address. Add one, or invite in person.'
      : 'The guest has no phone number. Add one, or invite in person.';
  if (reason.startsWith('suppressed:'))
    return suppressedFor[reason.slice('suppressed:'.length)] ?? suppressedFor['manual']!;
  return reasons[reason] ?? causeInWords(deliveryStatus, reason, errorCode);
}
