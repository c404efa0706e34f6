import {
  afterSeen,
  type Breaker,
  CLOSED,
  FAILURES_TO_OPEN,
  isProviderFailure,
  mayPass,
  type Seen,
  stopForMs,
} from './breaker';

const failed = (failuresInARow: number) => ({ hasWorked: false, failuresInARow });
const worked = { hasWorked: true, failuresInARow: 0 };
const open: Breaker = { state: 'open', failures: 10, openings: 1, waitMs: 3000 };
const halfOpen: Breaker = { state: 'half_open', failures: 10, openings: 1, waitMs: 0 };

describe('afterSeen', () => {
  it.each<[string, Breaker, Seen, Breaker]>([
    ['closed: failures add up', { ...CLOSED, failures: 4 }, failed(5), { ...CLOSED, failures: 9 }],
    [
      'closed: enough in a row open it',
      { ...CLOSED, failures: 9 },
      failed(1),
      { state: 'open', failures: 10, openings: 1, waitMs: 5000 },
    ],
    ['closed: success starts the count anew', { ...CLOSED, failures: 9 }, worked, CLOSED],
    [
      'closed: only failures after the success count',
      { ...CLOSED, failures: 9 },
      { hasWorked: true, failuresInARow: 2 },
      { ...CLOSED, failures: 2 },
    ],
    [
      'closed: one answer is enough when the setup is wrong',
      CLOSED,
      { ...failed(1), stopForMs: 60_000 },
      { state: 'open', failures: 1, openings: 1, waitMs: 60_000 },
    ],
    [
      'half open: a sender that still has to rest',
      halfOpen,
      { ...failed(1), stopForMs: 600_000 },
      { state: 'open', failures: 11, openings: 2, waitMs: 600_000 },
    ],
    ['open: late failures change nothing', open, failed(20), open],
    ['open: a late success changes nothing', open, worked, open],
    ['half open: success closes it', halfOpen, worked, CLOSED],
    [
      'half open: one failure opens it for twice as long',
      halfOpen,
      failed(1),
      { state: 'open', failures: 11, openings: 2, waitMs: 10_000 },
    ],
    [
      'half open: success and then failure opens it',
      halfOpen,
      { hasWorked: true, failuresInARow: 1 },
      { state: 'open', failures: 11, openings: 2, waitMs: 10_000 },
    ],
    ['half open: nothing seen, nothing changed', halfOpen, failed(0), halfOpen],
  ])('%s', (_what, breaker, seen, expected) => {
    expect(afterSeen(breaker, seen)).toEqual(expected);
  });

  it('waits longer each time, but never longer than five minutes', () => {
    const waits: number[] = [];
    let breaker = afterSeen(CLOSED, failed(FAILURES_TO_OPEN));
    for (let n = 0; n < 9; n++) {
      waits.push(breaker.waitMs / 1000);
      breaker = afterSeen({ ...breaker, state: 'half_open' }, failed(1));
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });
});

describe('mayPass', () => {
  it.each<[Breaker, string]>([
    [CLOSED, 'all'],
    [{ ...CLOSED, failures: 9 }, 'all'],
    [open, 'none'],
    [{ ...open, waitMs: 0 }, 'try'],
    [{ ...halfOpen, waitMs: 2000 }, 'none'],
    [halfOpen, 'try'],
  ])('%j: %s', (breaker, pass) => {
    expect(mayPass(breaker)).toBe(pass);
  });
});

describe('isProviderFailure', () => {
  const what = { code: 'x', error: 'y' };
  it.each([
    ['accepted', { kind: 'accepted', providerMessageId: null }, false],
    ['a refused guest', { kind: 'refused', suppress: true, ...what }, false],
    ['a guest for later', { kind: 'not_sent', ...what }, false],
    ['too fast', { kind: 'not_sent', blame: 'pace', ...what }, false],
    ['not reachable', { kind: 'not_sent', blame: 'provider', ...what }, true],
    ['setup', { kind: 'not_sent', blame: 'setup', ...what }, true],
    ['a sender that has to rest', { kind: 'not_sent', blame: 'sender', retryAfterMs: 1, ...what }, true],
    ['no answer', { kind: 'unclear', ...what }, true],
    ['other content under the key', { kind: 'unclear', contentChanged: true, ...what }, false],
  ] as const)('%s: %j is %s', (_what, outcome, isFailure) => {
    expect(isProviderFailure(outcome)).toBe(isFailure);
  });
});

describe('stopForMs', () => {
  const what = { kind: 'not_sent', code: 'x', error: 'y' } as const;
  it.each([
    [{ ...what, blame: 'setup', retryAfterMs: 60_000 }, 60_000],
    [{ ...what, blame: 'sender', retryAfterMs: 600_000 }, 600_000],
    [{ ...what, blame: 'setup' }, 5000],
    [{ ...what, blame: 'provider', retryAfterMs: 60_000 }, null],
    [{ ...what, blame: 'pace' }, null],
    [what, null],
    [{ kind: 'accepted', providerMessageId: null }, null],
  ] as const)('%j stops for %s ms', (outcome, ms) => {
    expect(stopForMs(outcome)).toBe(ms);
  });
});
