import { effectOf } from './receipt-facts';
import { readSesReceipt } from './receipt-ses';

const now = new Date('2026-11-22T10:00:00Z');
const id = '019a7c1e-0000-7000-8000-000000000001';
const at = '2026-11-22T09:00:00.000Z';
const mail = { timestamp: '2026-11-22T08:00:00.000Z', messageId: 'ses-1', tags: { delivery_id: [id] } };
const bounce = (bounceType: string, bounceSubType = 'General') => ({
  bounce: {
    bounceType,
    bounceSubType,
    timestamp: at,
    bouncedRecipients: [{ status: '5.1.1', diagnosticCode: 'smtp; no <a@b.test>' }],
  },
});

describe('an event of SES', () => {
  it.each([
    ['Send', {}, 'sent', null, 'sent', null],
    ['Delivery', { delivery: { timestamp: at } }, 'delivered', null, 'delivered', null],
    ['DeliveryDelay', { deliveryDelay: { delayType: 'MailboxFull' } }, 'delayed', null, 'accepted', null],
    ['Open', {}, 'opened', null, 'accepted', null],
    ['Click', {}, 'clicked', null, 'accepted', null],
    ['Bounce', bounce('Permanent', 'NoEmail'), 'bounce', 'permanent', 'bounced', 'bounce'],
    ['Bounce', bounce('Permanent', 'Suppressed'), 'failed', 'on_bounce_list', 'failed', 'bounce'],
    ['Bounce', bounce('Permanent', 'OnAccountSuppressionList'), 'failed', 'on_bounce_list', 'failed', 'bounce'],
    ['Bounce', bounce('Transient', 'MailboxFull'), 'bounce', 'transient', 'bounced', 'bounce_when_repeated'],
    ['Bounce', bounce('Transient', 'ContentRejected'), 'bounce', 'content', 'bounced', null],
    ['Bounce', bounce('Undetermined', 'Undetermined'), 'bounce', 'undetermined', 'bounced', null],
    ['Complaint', { complaint: { complaintFeedbackType: 'abuse' } }, 'complaint', null, 'accepted', 'complaint'],
    [
      'Complaint',
      { complaint: { complaintSubType: 'OnAccountSuppressionList' } },
      'failed',
      'on_complaint_list',
      'failed',
      'complaint',
    ],
    ['Reject', { reject: { reason: 'Bad content' } }, 'failed', 'content', 'failed', null],
    ['Rendering Failure', { failure: { errorMessage: 'no' } }, 'failed', 'content', 'failed', null],
  ] as const)('%s %j is %s (%s): %s, suppresses by %s', (eventType, data, kind, subtype, status, suppress) => {
    const fact = readSesReceipt({ eventType, mail, ...data }, now)!;
    expect(fact).toMatchObject({ kind, subtype, deliveryId: id, providerMessageId: 'ses-1' });
    expect(effectOf(fact.kind, fact.subtype)).toEqual({ status, suppress });
    // what feedback of an identity calls notificationType is the same
    expect(readSesReceipt({ notificationType: eventType, mail, ...data }, now)).toEqual(fact);
  });

  it('has the time, the code and the words of what happened', () => {
    const fact = readSesReceipt({ eventType: 'Bounce', mail, ...bounce('Permanent') }, now);
    expect(fact).toMatchObject({ occurredAt: new Date(at), errorCode: '5.1.1', detail: 'smtp; no <[address]>' });
    expect(readSesReceipt({ eventType: 'Send', mail }, now)?.occurredAt).toEqual(new Date(mail.timestamp));
  });

  it('is found by our Message-ID where there are no tags', () => {
    const headers = [
      { name: 'Subject', value: 'x' },
      { name: 'Message-ID', value: `<d.${id}@beckon.test>` },
    ];
    expect(readSesReceipt({ eventType: 'Send', mail: { headers } }, now)?.deliveryId).toBe(id);
    expect(readSesReceipt({ eventType: 'Send', mail: { headers: 'none' } }, now)?.deliveryId).toBeNull();
  });

  it.each([null, 'Successfully validated SNS topic', [], {}, { eventType: 'Subscription' }, { eventType: 7 }])(
    'says nothing about a mail of ours: %j',
    (other) => {
      expect(readSesReceipt(other, now)).toBeNull();
    },
  );
});
