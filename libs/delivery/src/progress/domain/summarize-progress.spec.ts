import { DELIVERY_STATUSES } from '../../domain/delivery-state';
import { type LedgerGroup, type ProgressFacts, summarize } from './summarize-progress';

const now = new Date('2027-06-01T12:00:00Z');
const facts: ProgressFacts = { status: 'sending', pausedReason: null, now, rateSeconds: 10, requests: [] };
const group = (over: Partial<LedgerGroup>): LedgerGroup => ({
  status: 'accepted',
  reason: null,
  errorCode: null,
  error: null,
  count: 1,
  recent: 0,
  isSimulated: false,
  ...over,
});

it('counts every state once, so that the counts add up', () => {
  const groups = DELIVERY_STATUSES.map((status, index) => group({ status, count: 2 ** index }));
  const { total, counts } = summarize(facts, groups);
  expect(total).toBe(2 ** DELIVERY_STATUSES.length - 1);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
});

describe('pace and time left', () => {
  it.each([
    ['sending', 50, 100, 5, '2027-06-01T12:00:20.000Z'],
    ['cancelling', 50, 0, 5, null],
    ['sending', 0, 100, 0, null],
    ['paused', 50, 100, 0, null],
    ['sent', 50, 0, 0, null],
  ])('%s, %i of late, %i open: %d a second, done %s', (status, recent, open, rate, doneAt) => {
    const progress = summarize({ ...facts, status }, [group({ recent }), group({ status: 'pending', count: open })]);
    expect([progress.ratePerSecond, progress.estimatedDoneAt?.toISOString() ?? null]).toEqual([rate, doneAt]);
  });

  it('is measured over less than ten seconds at the beginning', () => {
    expect(summarize({ ...facts, rateSeconds: 2 }, [group({ recent: 50 })]).ratePerSecond).toBe(25);
  });
});

it('gathers failures by cause, most first, with what the provider said to one of them', () => {
  const progress = summarize(facts, [
    group({ status: 'failed', errorCode: '550', error: '550 5.1.1 no such user', count: 2 }),
    group({ status: 'bounced', reason: 'bounce:permanent', errorCode: '5.1.1', count: 3 }),
    group({ status: 'bounced', reason: 'bounce:permanent', errorCode: '5.1.2', error: 'gone', count: 1 }),
    group({ status: 'suppressed', reason: 'suppressed:unsubscribe', count: 5 }),
    group({ status: 'unknown', reason: 'no_answer', count: 6 }),
  ]);
  expect(progress.failures).toEqual([
    {
      reason: 'bounce:permanent',
      words: 'The mailbox does not exist. The address is not written to any more.',
      count: 4,
      example: 'gone',
    },
    {
      reason: '550',
      words: 'The receiving mail server refused it (550).',
      count: 2,
      example: '550 5.1.1 no such user',
    },
  ]);
  expect(progress.failures.reduce((sum, { count }) => sum + count, 0)).toBe(progress.counts.failed);
  expect(progress.leftOut.map(({ reason, countedAs, count }) => [reason, countedAs, count])).toEqual([
    ['no_answer', 'unknown', 6],
    ['suppressed:unsubscribe', 'suppressed', 5],
  ]);
});
