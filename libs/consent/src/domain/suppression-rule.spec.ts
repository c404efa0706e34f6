import {
  coveringReason,
  covers,
  type SendAttempt,
  type StandingSuppression,
  type SuppressionReason,
} from './suppression-rule';

const broadcast: SendAttempt = { eventId: 'e1', senderId: null, isBroadcast: true };
const notice: SendAttempt = { ...broadcast, isBroadcast: false };
const fromSender: SendAttempt = { ...broadcast, senderId: 's1' };
const everything: StandingSuppression = {
  scope: 'organization',
  eventId: null,
  senderId: null,
  appliesTo: 'all',
  reason: 'manual',
};

describe('a suppression', () => {
  it.each<[string, Partial<StandingSuppression>, SendAttempt, boolean]>([
    ['of the organization covers a broadcast', {}, broadcast, true],
    ['of the organization covers a notice', {}, notice, true],
    ['of broadcasts covers a broadcast', { appliesTo: 'broadcast' }, broadcast, true],
    ['of broadcasts lets a notice pass', { appliesTo: 'broadcast' }, notice, false],
    ['of this event covers it', { scope: 'event', eventId: 'e1' }, broadcast, true],
    ['of another event does not', { scope: 'event', eventId: 'e2' }, broadcast, false],
    [
      'of broadcasts of this event lets its notice pass',
      { scope: 'event', eventId: 'e1', appliesTo: 'broadcast' },
      notice,
      false,
    ],
    ['of this sender covers it', { scope: 'sender', senderId: 's1' }, fromSender, true],
    ['of another sender does not', { scope: 'sender', senderId: 's2' }, fromSender, false],
    ['of a sender does not cover a message without one', { scope: 'sender', senderId: 's1' }, broadcast, false],
    ['of no sender does not cover a message without one', { scope: 'sender', senderId: null }, broadcast, false],
  ])('%s', (_, change, send, expected) => {
    expect(covers({ ...everything, ...change }, send)).toBe(expected);
  });
});

describe('coveringReason', () => {
  it.each<[SuppressionReason[], SuppressionReason | null]>([
    [[], null],
    [['manual'], 'manual'],
    [['manual', 'unsubscribe'], 'unsubscribe'],
    [['unsubscribe', 'stop', 'manual'], 'stop'],
    [['stop', 'bounce'], 'bounce'],
    [['bounce', 'complaint', 'manual'], 'complaint'],
  ])('of %j is %s', (reasons, strongest) => {
    expect(
      coveringReason(
        reasons.map((reason) => ({ ...everything, reason })),
        broadcast,
      ),
    ).toBe(strongest);
  });

  it('looks only at those that cover', () => {
    const standing: StandingSuppression[] = [
      { ...everything, reason: 'complaint', scope: 'event', eventId: 'e2' },
      everything,
    ];
    expect(coveringReason(standing, broadcast)).toBe('manual');
  });
});
