import type { DeliveryDto } from '../api/generated/models';

/** Why a delivery ended as it did, as a clause beside its state. The compiler says when the API knows a reason that has no words here. */
const REASON_WORDS: Readonly<Record<NonNullable<DeliveryDto['reason']>, string>> = {
  no_address: 'no address for this channel',
  duplicate_contact: 'shares an address with another guest',
  not_reachable_us: 'no marketing templates to US numbers',
  outside_window: 'has not written within 24 hours',
  'suppressed:complaint': 'reported a message as spam',
  'suppressed:bounce': 'the address bounced before',
  'suppressed:stop': 'answered STOP',
  'suppressed:unsubscribe': 'unsubscribed',
  'suppressed:manual': 'blocked by hand',
  joined_later: 'joined after the guests were counted',
  expired: 'its time was over before it could leave',
  removed: 'taken off the list before it left',
  answered_meanwhile: 'answered meanwhile',
  already_received: 'an earlier copy has arrived',
  missing_value: 'lacks a value that the text needs',
  message_cancelled: 'stopped before it left',
  no_answer: 'no answer in time',
  sender_lost: 'the sending process ended in the middle',
  may_have_been_sent: 'an earlier try may have arrived',
  content_changed: 'an earlier try may have arrived with another text',
  'bounce:permanent': 'the mailbox does not exist',
  'bounce:transient': 'the mailbox was full or away',
  'bounce:undetermined': 'came back without a reason',
  'bounce:content': 'the text or its size was refused',
  'bounce:policy': 'the mail server takes nothing from this sender',
  'bounce:on_bounce_list': 'bounced before, the provider stopped writing there',
  'bounce:on_complaint_list': 'a complaint before, the provider stopped writing there',
  'bounce:opted_out': 'told the provider to stop',
  'failed:permanent': 'the address cannot be reached',
  'failed:transient': 'could not be reached for a while',
  'failed:undetermined': 'the provider does not say why',
  'failed:content': 'the provider refused the text',
  'failed:policy': 'the provider refused the sender',
  'failed:on_bounce_list': 'bounced before, the provider stopped writing there',
  'failed:on_complaint_list': 'a complaint before, the provider stopped writing there',
  'failed:opted_out': 'told the provider to stop',
};

/** The clause for a reason; one that is newer than this page is shown with spaces. */
export function reasonClause(reason: string): string {
  return (REASON_WORDS as Readonly<Record<string, string>>)[reason] ?? reason.replace(/^\w+:/, '').replaceAll('_', ' ');
}
