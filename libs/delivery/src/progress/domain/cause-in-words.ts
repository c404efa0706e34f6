import type { DeliveryStatus } from '../../domain/delivery-state';
import { twilioErrorOf } from '../../domain/twilio-errors';

const byReason: Readonly<Record<string, string>> = {
  'bounce:permanent': 'The mailbox does not exist. The address is not written to any more.',
  'bounce:transient': 'The mailbox was full or could not be reached.',
  'bounce:undetermined': 'It came back, and nobody says why.',
  'bounce:content': 'The text or its size was refused, not the mailbox.',
  'bounce:policy': 'The receiving side does not take mail from this sender.',
  'bounce:on_bounce_list': 'The provider no longer writes to this address: it bounced before.',
  'bounce:on_complaint_list': 'The provider no longer writes to this address: there was a complaint.',
  'bounce:opted_out': 'The guest told the provider to stop.',
  'failed:permanent': 'The address cannot be reached.',
  'failed:transient': 'The provider gave up: the address could not be reached for a while.',
  'failed:undetermined': 'The provider did not send it, and does not say why.',
  'failed:content': 'The provider refused the text.',
  'failed:policy': 'The provider refused it because of the sender.',
  'failed:on_bounce_list': 'The provider no longer writes to this address: it bounced before.',
  'failed:on_complaint_list': 'The provider no longer writes to this address: there was a complaint.',
  'failed:opted_out': 'The guest told the provider to stop.',
  'suppressed:bounce': 'Not written to: the address bounced before.',
  'suppressed:complaint': 'Not written to: the guest reported a message as unwanted.',
  'suppressed:stop': 'Not written to: the guest answered STOP.',
  'suppressed:unsubscribe': 'Not written to: the guest unsubscribed.',
  'suppressed:manual': 'Not written to: somebody of your organization blocked the address.',
  no_address: 'There is no address for this channel.',
  duplicate_contact: 'Another guest with the same address got it.',
  expired: 'Its time was over before it could leave.',
  removed: 'The guest was removed from the list first.',
  answered_meanwhile: 'The guest answered first.',
  joined_later: 'The guest joined after the recipients were counted.',
  message_cancelled: 'The message was stopped before it left.',
  already_received: 'An earlier copy turned out to have arrived.',
  missing_value: 'A value the text needs is missing.',
  not_reachable_us: 'WhatsApp delivers no marketing templates to numbers of the United States.',
  outside_window: 'The guest has not written over WhatsApp within 24 hours; only an approved template may go there.',
  no_answer: 'The connection broke before the provider answered: it may have arrived.',
  sender_lost: 'The sending process ended in the middle: it may have arrived.',
  may_have_been_sent: 'An earlier attempt may have arrived.',
  content_changed: 'An earlier attempt may have arrived with another text.',
};

const byStatus: Readonly<Partial<Record<DeliveryStatus, string>>> = {
  bounced: 'It came back.',
  suppressed: 'The address must not be written to.',
  skipped: 'Left out.',
  unknown: 'Nobody can know whether it arrived.',
};

/**
 * Why guests did not get a message, in one sentence.
 *
 * @param errorCode of the provider or the connection; decides where it is Twilio's, or where the ledger has no reason of its own
 */
export function causeInWords(status: DeliveryStatus, reason: string | null, errorCode: string | null): string {
  const twilio = /^\d{5}$/.test(errorCode ?? '') ? twilioErrorOf(Number(errorCode), '') : null;
  if (status === 'failed' && twilio !== null) return twilio.words;
  const known = reason === null ? undefined : byReason[reason];
  if (known !== undefined) return known;
  if (status !== 'failed') return byStatus[status] ?? 'Did not arrive.';
  if (errorCode === null) return 'The provider did not take it.';
  if (/^55[0-4]$/.test(errorCode)) return `The receiving mail server refused it (${errorCode}).`;
  if (/^4\d\d$/.test(errorCode)) return `The receiving mail server kept putting it off (${errorCode}); six attempts.`;
  if (errorCode === 'EENVELOPE' || errorCode === 'EMESSAGE') return 'The address or the text cannot be sent as it is.';
  return `The provider refused it (${errorCode}).`;
}
