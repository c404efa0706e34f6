import { effectOf } from './receipt-facts';
import { readResendReceipt } from './receipt-resend';

const now = new Date('2026-11-22T10:00:00Z');
const id = '019a7c1e-0000-7000-8000-000000000001';
const payload = (type: string, data: object = {}) => ({
  type,
  created_at: '2026-11-22T09:00:00.000Z',
  data: { email_id: 're_1', tags: { delivery_id: id }, ...data },
});
const bounce = (type: string, subType = 'General') => ({ bounce: { type, subType, message: 'to <a@b.test>\nmore' } });

describe('a webhook of Resend', () => {
  it.each([
    ['email.sent', {}, 'sent', null, 'sent', null],
    ['email.delivery_delayed', {}, 'delayed', null, 'accepted', null],
    ['email.delivered', {}, 'delivered', null, 'delivered', null],
    ['email.opened', {}, 'opened', null, 'accepted', null],
    ['email.clicked', {}, 'clicked', null, 'accepted', null],
    ['email.complained', {}, 'complaint', null, 'accepted', 'complaint'],
    ['email.bounced', bounce('Permanent'), 'bounce', 'permanent', 'bounced', 'bounce'],
    ['email.bounced', bounce('Transient', 'MailboxFull'), 'bounce', 'transient', 'bounced', 'bounce_when_repeated'],
    ['email.bounced', bounce('Transient', 'MessageTooLarge'), 'bounce', 'content', 'bounced', null],
    ['email.bounced', bounce('Undetermined'), 'bounce', 'undetermined', 'bounced', null],
    ['email.bounced', {}, 'bounce', 'undetermined', 'bounced', null],
    ['email.bounced', bounce('Permanent', 'OnAccountSuppressionList'), 'failed', 'on_bounce_list', 'failed', 'bounce'],
    ['email.failed', { failed: { reason: 'reached_daily_quota' } }, 'failed', null, 'failed', null],
    ['email.suppressed', {}, 'failed', 'on_bounce_list', 'failed', 'bounce'],
  ] as const)('%s %j is %s (%s): %s, suppresses by %s', (type, data, kind, subtype, status, suppress) => {
    const fact = readResendReceipt(payload(type, data), now)!;
    expect(fact).toMatchObject({ kind, subtype, deliveryId: id, providerMessageId: 're_1' });
    expect(fact.occurredAt).toEqual(new Date('2026-11-22T09:00:00Z'));
    expect(effectOf(fact.kind, fact.subtype)).toEqual({ status, suppress });
  });

  it('keeps no address in its words', () => {
    expect(readResendReceipt(payload('email.bounced', bounce('Permanent')), now)?.detail).toBe('to <[address]>');
  });

  it.each([
    [
      'a list',
      [
        { name: 'x', value: 'y' },
        { name: 'delivery_id', value: id },
      ],
      id,
    ],
    ['no id', { delivery_id: 'not one' }, null],
    ['nothing', null, null],
    ['nonsense', 7, null],
  ])('finds the delivery where the tags are %s', (_what, tags, found) => {
    expect(readResendReceipt(payload('email.sent', { tags }), now)?.deliveryId).toBe(found);
  });

  it.each([null, 7, [], {}, { type: 'email.scheduled' }, { type: 'contact.created' }, { type: '__proto__' }])(
    'says nothing about a mail of ours: %j',
    (other) => {
      expect(readResendReceipt(other, now)).toBeNull();
    },
  );

  it('happened when it was received, where it gives no time', () => {
    expect(readResendReceipt({ type: 'email.sent', created_at: 'never' }, now)?.occurredAt).toEqual(now);
  });
});
