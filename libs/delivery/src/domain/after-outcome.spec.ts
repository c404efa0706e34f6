import { afterOutcome, KEY_HORIZON_MS, MAX_ATTEMPTS } from './after-outcome';

const accepted = { kind: 'accepted', providerMessageId: 'x' } as const;
const refused = { kind: 'refused', code: '550', error: 'no', suppress: true } as const;
const notSent = { kind: 'not_sent', code: '451', error: 'later' } as const;
const noProvider = { ...notSent, blame: 'provider' } as const;
const unclear = { kind: 'unclear', code: 'ETIMEDOUT', error: 'lost' } as const;
const first = { attempts: 1, isKeyed: false, ageMs: 0, mayHaveLeft: false, random: 1 };

describe('afterOutcome', () => {
  it.each([
    ['accepted', accepted, first, { status: 'accepted' }],
    ['accepted by a stub that never says more', { ...accepted, isFinal: true }, first, { status: 'sent' }],
    ['refused', refused, first, { status: 'failed' }],
    ['not sent, first time', notSent, first, { status: 'pending', retryInMs: 5_000, isUncounted: false }],
    [
      'not sent, third time',
      notSent,
      { ...first, attempts: 3 },
      { status: 'pending', retryInMs: 60_000, isUncounted: false },
    ],
    [
      'not sent, with half the jitter',
      notSent,
      { ...first, random: 0 },
      { status: 'pending', retryInMs: 2_500, isUncounted: false },
    ],
    [
      'not sent, and the provider names a longer wait',
      { ...notSent, retryAfterMs: 90_000 },
      first,
      { status: 'pending', retryInMs: 90_000, isUncounted: false },
    ],
    ['not sent for the last time', notSent, { ...first, attempts: MAX_ATTEMPTS }, { status: 'failed' }],
    ['unclear without a key', unclear, first, { status: 'unknown', reason: 'no_answer' }],
    [
      'unclear with a key',
      unclear,
      { ...first, isKeyed: true },
      { status: 'pending', retryInMs: 5_000, isUncounted: false },
    ],
    [
      'unclear with a key that may be forgotten',
      unclear,
      { ...first, isKeyed: true, ageMs: KEY_HORIZON_MS + 1 },
      { status: 'unknown', reason: 'no_answer' },
    ],
    [
      'unclear with a key, for the last time',
      unclear,
      { ...first, isKeyed: true, attempts: MAX_ATTEMPTS },
      { status: 'unknown', reason: 'no_answer' },
    ],
    ['the provider takes nothing', noProvider, first, { status: 'pending', retryInMs: 5_000, isUncounted: true }],
    [
      'the provider takes nothing for an hour',
      noProvider,
      { ...first, ageMs: 3_600_000 },
      { status: 'pending', retryInMs: 900_000, isUncounted: true },
    ],
    [
      'the provider takes nothing, however many attempts there were',
      noProvider,
      { ...first, attempts: MAX_ATTEMPTS },
      { status: 'pending', retryInMs: 5_000, isUncounted: true },
    ],
    [
      'too fast, and the provider names the wait',
      { ...notSent, blame: 'pace', retryAfterMs: 8_000 },
      first,
      { status: 'pending', retryInMs: 8_000, isUncounted: true },
    ],
    [
      'other content under the same key',
      { ...unclear, contentChanged: true },
      { ...first, isKeyed: true },
      { status: 'unknown', reason: 'content_changed' },
    ],
    [
      'refused after an attempt that may have left',
      refused,
      { ...first, isKeyed: true, mayHaveLeft: true },
      { status: 'unknown', reason: 'may_have_been_sent' },
    ],
    [
      'not sent for the last time after an attempt that may have left',
      notSent,
      { ...first, isKeyed: true, mayHaveLeft: true, attempts: MAX_ATTEMPTS },
      { status: 'unknown', reason: 'may_have_been_sent' },
    ],
  ] as const)('%s', (_what, outcome, facts, verdict) => {
    expect(afterOutcome(outcome, facts)).toEqual(verdict);
  });

  it('never sends an unclear outcome of an unkeyed provider again, whatever the attempt', () => {
    for (let attempts = 1; attempts <= MAX_ATTEMPTS + 2; attempts++) {
      expect(afterOutcome(unclear, { ...first, attempts })).toEqual({ status: 'unknown', reason: 'no_answer' });
    }
  });
});
