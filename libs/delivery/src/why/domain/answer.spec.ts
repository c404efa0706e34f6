import { answerFor } from './answer';
import { type DeliveryFacts, type GuestFacts, type MessageFacts } from './answer-facts';

/** Tue 1 Dec 2026 in Accra, where the clocks show UTC. */
const at = (time: string, day = '2026-12-01'): Date => new Date(`${day}T${time}Z`);
const now = at('10:00');

const guest: GuestFacts = {
  rsvpStatus: 'attending',
  rsvpStatusThen: null,
  createdAt: at('08:00', '2026-10-01'),
  deletedAt: null,
  hasAddress: true,
  isInAudience: true,
  standingSuppression: null,
};
const message: MessageFacts = {
  kind: 'reminder_1d',
  channel: 'email',
  audience: 'attending',
  segmentName: null,
  status: 'sending',
  statusReason: null,
  cancelledBy: null,
  cancelledByName: null,
  sendAt: at('08:59'),
  heldUntil: null,
  claimedAt: at('08:59'),
  finishedAt: null,
  claimAttempts: 0,
  claimAfter: null,
};
const row: DeliveryFacts = {
  id: 'first',
  step: 0,
  copy: 0,
  channel: 'email',
  status: 'accepted',
  reason: null,
  provider: 'resend',
  attempts: 1,
  nextAttemptAt: null,
  mayHaveLeft: false,
  errorCode: null,
  error: null,
  acceptedAt: at('09:02'),
  updatedAt: at('09:03'),
  deliveredAt: null,
  openedAt: null,
  complainedAt: null,
  suppressedAt: null,
  resolvedAt: null,
  resolvedByName: null,
  sharesAddressWith: null,
};
const planned = { ...message, status: 'scheduled', sendAt: at('09:00', '2026-12-03'), claimedAt: null };

const ask = (over: {
  guest?: Partial<GuestFacts> | null;
  message?: Partial<MessageFacts>;
  rows?: readonly Partial<DeliveryFacts>[];
  timeZone?: string;
}) =>
  answerFor({
    now,
    timeZone: over.timeZone ?? 'Africa/Accra',
    guest: over.guest === null ? null : { ...guest, ...over.guest },
    message: { ...message, ...over.message },
    deliveries: (over.rows ?? []).map((one) => ({ ...row, ...one })),
  });

describe('one row of the ledger', () => {
  it.each<[string, Partial<DeliveryFacts>, string]>([
    ['Yes: delivered 09:02', { status: 'delivered', deliveredAt: at('09:02') }, 'delivered'],
    [
      'Yes: delivered 09:02 (opened 09:40)',
      { status: 'delivered', deliveredAt: at('09:02'), openedAt: at('09:40') },
      'delivered',
    ],
    ['Yes: delivered 09:02 (read 09:40)', { status: 'read', deliveredAt: at('09:02'), openedAt: at('09:40') }, 'read'],
    ['Yes: read 09:40', { status: 'read', updatedAt: at('09:40') }, 'read'],
    ['Yes: delivered Mon 30 Nov 23:59', { status: 'delivered', deliveredAt: at('23:59', '2026-11-30') }, 'delivered'],
    [
      'Yes: delivered Tue 30 Dec 2025 09:02',
      { status: 'delivered', deliveredAt: at('09:02', '2025-12-30') },
      'delivered',
    ],
    [
      'Yes: delivered 09:02; reported as spam 09:50',
      { status: 'delivered', deliveredAt: at('09:02'), complainedAt: at('09:50') },
      'delivered',
    ],
    ['Probably: handed to Resend 09:02, no receipt yet', {}, 'accepted'],
    ['Probably: handed to Resend 09:02, and opened 09:40', { openedAt: at('09:40') }, 'accepted'],
    ['Probably: handed to the mail server 09:02, and nothing came back', { provider: 'smtp' }, 'accepted'],
    [
      'Probably: sent on by Amazon SES 09:02, no receipt of its arrival yet',
      { status: 'sent', provider: 'ses' },
      'sent',
    ],
    [
      'No: only simulated 09:02, because no provider is set up for SMS',
      { status: 'sent', provider: 'log', channel: 'sms' },
      'simulated',
    ],
    [
      'Probably: nobody could know, and Kofi took it for delivered 09:30',
      { status: 'sent', reason: 'assumed_delivered', resolvedAt: at('09:30'), resolvedByName: 'Kofi' },
      'assumed_delivered',
    ],
    ['Not yet: it is in the queue', { status: 'pending', provider: null, nextAttemptAt: at('09:59') }, 'queued'],
    [
      'Not yet: it is in the queue for 10:30',
      { status: 'pending', provider: null, nextAttemptAt: at('10:30') },
      'queued',
    ],
    [
      'Not yet: try 3 of 6 at 10:17; the mailbox is full (452)',
      { status: 'pending', attempts: 2, nextAttemptAt: at('10:17'), errorCode: '452', error: 'busy' },
      'retrying',
    ],
    [
      'Not yet: the first try ended without an answer; it is repeated at 10:01 under the same key',
      { status: 'pending', mayHaveLeft: true, nextAttemptAt: at('10:01') },
      'repeating',
    ],
    ['Not yet: it is with Resend right now', { status: 'dispatching' }, 'sending'],
    [
      'No: failed 09:03, the mailbox does not exist (550)',
      { status: 'failed', errorCode: '550', error: '550 5.1.1 no such user' },
      'failed',
    ],
    [
      'No: came back 09:03, the mailbox is full (5.2.2)',
      { status: 'bounced', reason: 'bounce:transient', errorCode: '5.2.2', error: 'over quota' },
      'bounce:transient',
    ],
    [
      'No: suppressed, the mailbox bounced on 3 Nov',
      { status: 'suppressed', reason: 'suppressed:bounce', suppressedAt: at('12:00', '2026-11-03') },
      'suppressed:bounce',
    ],
    [
      'No: suppressed, the guest unsubscribed today',
      { status: 'suppressed', reason: 'suppressed:unsubscribe', suppressedAt: at('07:00') },
      'suppressed:unsubscribe',
    ],
    ['No: suppressed, the guest answered STOP', { status: 'suppressed', reason: 'suppressed:stop' }, 'suppressed:stop'],
    [
      'No: suppressed, a message was reported as spam',
      { status: 'suppressed', reason: 'suppressed:complaint' },
      'suppressed:complaint',
    ],
    [
      'No: suppressed, the address was put on the do-not-write list',
      { status: 'suppressed', reason: 'suppressed:manual' },
      'suppressed:manual',
    ],
    ['No: no e-mail address', { status: 'skipped', reason: 'no_address' }, 'no_address'],
    ['No: no phone number', { status: 'skipped', reason: 'no_address', channel: 'sms' }, 'no_address'],
    [
      'No: shares the e-mail address with Yaw Mensah, and one message is for both',
      { status: 'skipped', reason: 'duplicate_contact', sharesAddressWith: 'Yaw Mensah' },
      'duplicate_contact',
    ],
    ['No: it was still waiting when its time was over, 09:03', { status: 'skipped', reason: 'expired' }, 'expired'],
    ['No: was taken off the list before it left', { status: 'skipped', reason: 'removed' }, 'removed'],
    [
      'No: left the audience before it was sent; is attending now',
      { status: 'skipped', reason: 'answered_meanwhile' },
      'answered_meanwhile',
    ],
    [
      'No: joined the audience only after its guests were counted',
      { status: 'skipped', reason: 'joined_later' },
      'joined_later',
    ],
    [
      'No: the text needs a value that this guest does not have',
      { status: 'skipped', reason: 'missing_value' },
      'missing_value',
    ],
    [
      'No: WhatsApp delivers no marketing templates to numbers of the United States',
      { status: 'skipped', reason: 'not_reachable_us', channel: 'whatsapp' },
      'not_reachable_us',
    ],
    [
      'No: has not written over WhatsApp within 24 hours, and only an approved template may go there then',
      { status: 'skipped', reason: 'outside_window', channel: 'whatsapp' },
      'outside_window',
    ],
    ['No: left out: something new', { status: 'skipped', reason: 'something_new' }, 'something_new'],
    [
      'No: the message was stopped before it left, 09:03',
      { status: 'cancelled', reason: 'message_cancelled' },
      'message_cancelled',
    ],
    [
      'Not known: it may or may not have arrived; the mail server did not answer 09:03',
      { status: 'unknown', reason: 'no_answer', provider: 'smtp' },
      'no_answer',
    ],
    [
      'Not known: it may or may not have arrived; the process that was sending it died 09:03',
      { status: 'unknown', reason: 'sender_lost' },
      'sender_lost',
    ],
  ])('%s', (sentence, over, reasonCode) => {
    // by SMS only where the message is one too, so that the channel is no news
    const answer = ask({ rows: [over], message: { channel: over.channel ?? 'email' } });
    expect([answer.sentence, answer.reasonCode, answer.deliveryId]).toEqual([sentence, reasonCode, 'first']);
  });

  it.each<[string, Partial<MessageFacts>, Partial<DeliveryFacts>]>([
    ['Not yet: the message is paused', { status: 'paused' }, { status: 'pending' }],
    ['Not yet: the message is being stopped', { status: 'cancelling' }, { status: 'pending' }],
    [
      'No: the message was stopped by Kofi before it left, 09:03',
      { status: 'cancelled', cancelledByName: 'Kofi' },
      { status: 'cancelled' },
    ],
    [
      'No: the event was cancelled before it left',
      { status: 'cancelled', statusReason: 'event_cancelled' },
      { status: 'cancelled' },
    ],
  ])('%s', (sentence, of, over) => {
    expect(ask({ message: of, rows: [over] }).sentence).toBe(sentence);
  });
});

describe('several rows', () => {
  it.each<[string, readonly Partial<DeliveryFacts>[]]>([
    [
      'Yes: delivered 09:30 (sent once more)',
      [
        { status: 'bounced', reason: 'bounce:transient' },
        { id: 'again', copy: 1, status: 'delivered', deliveredAt: at('09:30') },
      ],
    ],
    [
      'Not yet: it is in the queue (sent once more); an earlier copy may have arrived',
      [
        { status: 'unknown', reason: 'no_answer' },
        { copy: 1, status: 'pending' },
      ],
    ],
    [
      'Probably: handed to Twilio 09:02, no receipt yet (by SMS)',
      [
        { status: 'failed', reason: null },
        { step: 1, channel: 'sms', provider: 'twilio' },
      ],
    ],
    [
      'Not known: it may or may not have arrived; Resend did not answer 09:03',
      [
        { status: 'unknown', reason: 'no_answer' },
        { copy: 1, status: 'skipped', reason: 'removed' },
      ],
    ],
  ])('%s', (sentence, rows) => {
    expect(ask({ rows }).sentence).toBe(sentence);
    expect(ask({ rows: rows.toReversed() }).sentence).toBe(sentence);
  });
});

describe('a message that has not left', () => {
  it.each<[string, Partial<MessageFacts>, Partial<GuestFacts>, string]>([
    ['Not yet: the reminder is a draft', { status: 'draft', sendAt: null }, {}, 'draft'],
    ['Not yet: scheduled for Thu 3 Dec 09:00 (Accra)', {}, {}, 'scheduled'],
    [
      'Not yet: it leaves 10:00 (Accra) and can be undone until then',
      { heldUntil: at('10:00:09'), sendAt: at('10:00:09') },
      {},
      'held',
    ],
    ['Not yet: it is due and leaves in a moment', { sendAt: at('09:59:58') }, {}, 'due'],
    [
      'Not yet: getting it ready went wrong; it is tried again 10:02',
      { claimAttempts: 2, claimAfter: at('10:02') },
      {},
      'claim_failed',
    ],
    [
      "Not yet: the day's quota is used up; it is tried again Wed 2 Dec 00:00",
      { statusReason: 'quota_exceeded', claimAfter: at('00:00', '2026-12-02') },
      {},
      'quota_exceeded',
    ],
    [
      'Not yet: scheduled for Thu 3 Dec 09:00 (Accra). As things stand this guest will not get it: it is for those who are attending, and this guest has declined',
      {},
      { isInAudience: false, rsvpStatus: 'declined' },
      'scheduled:not_in_audience',
    ],
    [
      'Not yet: scheduled for Thu 3 Dec 09:00 (Accra). As things stand this guest will not get it: not in the segment "Family"',
      { audience: 'segment', segmentName: 'Family' },
      { isInAudience: false },
      'scheduled:not_in_audience',
    ],
    [
      'Not yet: scheduled for Thu 3 Dec 09:00 (Accra). As things stand this guest will not get it: no e-mail address',
      {},
      { hasAddress: false },
      'scheduled:no_address',
    ],
    [
      'Not yet: scheduled for Thu 3 Dec 09:00 (Accra). As things stand this guest will not get it: suppressed, the guest unsubscribed',
      {},
      { standingSuppression: 'unsubscribe' },
      'scheduled:suppressed:unsubscribe',
    ],
    [
      'Not yet: scheduled for Thu 3 Dec 09:00 (Accra). As things stand this guest will not get it: was taken off the list',
      {},
      { deletedAt: at('09:00') },
      'scheduled:removed',
    ],
  ])('%s', (sentence, of, over, reasonCode) => {
    const answer = ask({ message: { ...planned, ...of }, guest: over });
    expect([answer.sentence, answer.reasonCode, answer.deliveryId]).toEqual([sentence, reasonCode, null]);
  });
});

describe('a message that never leaves', () => {
  const cancelled = { ...planned, status: 'cancelled', finishedAt: at('09:30') };
  it.each<[string, Partial<MessageFacts>]>([
    ['No: the reminder was cancelled, 09:30', { cancelledBy: 'person' }],
    ['No: the reminder was cancelled by Kofi, 09:30', { cancelledBy: 'person', cancelledByName: 'Kofi' }],
    [
      'No: the message was cancelled by Kofi, 09:30',
      { kind: 'broadcast', cancelledBy: 'person', cancelledByName: 'Kofi' },
    ],
    ['No: the event was cancelled', { cancelledBy: 'system', statusReason: 'event_cancelled' }],
    ['No: its time was over before it could leave', { cancelledBy: 'system', statusReason: 'expired' }],
    [
      'No: it was never scheduled, because its time, Fri 20 Nov 09:00, had passed already when the event was set',
      { cancelledBy: 'system', statusReason: 'past', sendAt: at('09:00', '2026-11-20') },
    ],
    ['No: the reminder failed before anything left, 09:30', { status: 'failed', statusReason: 'claim_failed' }],
    ['No: nothing called for this notice so far', { status: 'active', kind: 'notice_rsvp_confirmed' }],
  ])('%s', (sentence, of) => {
    expect(ask({ message: { ...cancelled, ...of } }).sentence).toBe(sentence);
  });
});

describe('a guest who is not on the list that was fixed', () => {
  it.each<[string, Partial<GuestFacts>, Partial<MessageFacts>, string]>([
    [
      'No: was not in the audience; the answer was declined when the list was fixed at 08:59',
      { rsvpStatus: 'declined', rsvpStatusThen: 'declined' },
      {},
      'not_in_audience',
    ],
    [
      'No: was not in the audience; the answer was declined when the list was fixed at 08:59 (now attending)',
      { rsvpStatus: 'attending', rsvpStatusThen: 'declined' },
      {},
      'not_in_audience',
    ],
    [
      'No: was not in the audience; there was no answer when the list was fixed at 08:59 (now attending)',
      { rsvpStatus: 'attending', rsvpStatusThen: 'pending' },
      {},
      'not_in_audience',
    ],
    [
      'No: was not in the audience; the list was fixed at 08:59, and the guest has declined now',
      { rsvpStatus: 'declined', rsvpStatusThen: null },
      {},
      'not_in_audience',
    ],
    [
      'No: was not in the audience; the list was fixed at 08:59, and the guest is attending now',
      { rsvpStatus: 'attending', rsvpStatusThen: 'attending' },
      {},
      'not_in_audience',
    ],
    [
      'No: was not in the segment "Family" when the list was fixed at 08:59',
      {},
      { audience: 'segment', segmentName: 'Family' },
      'not_in_audience',
    ],
    [
      'No: was not on the list when the list was fixed at 08:59; added 09:30',
      { createdAt: at('09:30') },
      {},
      'added_later',
    ],
    ['No: had been taken off the list when the list was fixed at 08:59', { deletedAt: at('08:00') }, {}, 'removed'],
  ])('%s', (sentence, over, of, reasonCode) => {
    const answer = ask({ guest: over, message: of });
    expect([answer.sentence, answer.reasonCode]).toEqual([sentence, reasonCode]);
  });
});

it("tells the event's time, not the reader's", () => {
  const sentence = (timeZone: string) =>
    ask({ timeZone, rows: [{ status: 'delivered', deliveredAt: at('09:02') }] }).sentence;
  expect(sentence('Asia/Kolkata')).toBe('Yes: delivered 14:32');
  // there it is tomorrow already
  expect(sentence('Pacific/Kiritimati')).toBe('Yes: delivered Tue 1 Dec 23:02');
});
