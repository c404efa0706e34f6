import type { Outcome } from '../channels/channel';

/**
 * Whether a provider gets anything at all.
 *
 * - `closed`: everything may go.
 * - `open`: it failed as a whole; nothing goes until `waitMs` is over.
 * - `half_open`: one process may try a few; the others wait until `waitMs` is over, then one of them may.
 */
export type BreakerState = 'closed' | 'open' | 'half_open';

export interface Breaker {
  readonly state: BreakerState;
  /** Failures in a row, over all processes. */
  readonly failures: number;
  /** How often it opened since it last worked: each time it stays open for longer. */
  readonly openings: number;
  /** What is left of the wait; 0 when it is over. */
  readonly waitMs: number;
}

/** Why a provider gets nothing, for whoever asks what is wrong. */
export interface BreakerCause {
  /** `setup`: somebody has to change something; `sender`: the sender rests; `provider`: it fails, and is tried again. */
  readonly blame: 'provider' | 'setup' | 'sender';
  readonly code: string;
  /** In words, with what to do where that is known. */
  readonly error: string;
}

export const CLOSED: Breaker = { state: 'closed', failures: 0, openings: 0, waitMs: 0 };

/** More than a few, because one guest's mail server must never look like the provider. */
export const FAILURES_TO_OPEN = 10;
/** Sends that try whether the provider is back. */
export const PROBES = 3;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** What attempts have shown since the breaker was last written. */
export interface Seen {
  /** The provider answered sensibly at least once. */
  readonly hasWorked: boolean;
  /** Failures of the provider after that. */
  readonly failuresInARow: number;
  /** One answer was enough: nothing goes for this time. */
  readonly stopForMs?: number;
}

/** Whether an outcome speaks against the provider as a whole. One guest's mailbox, or our own haste, never does. */
export function isProviderFailure(outcome: Outcome): boolean {
  if (outcome.kind === 'unclear') return outcome.contentChanged !== true;
  return outcome.kind === 'not_sent' && outcome.blame !== undefined && outcome.blame !== 'pace';
}

/** For how long one outcome alone stops the provider: the setup is wrong, or the sender has to rest; null when it does not. */
export function stopForMs(outcome: Outcome): number | null {
  if (outcome.kind !== 'not_sent' || (outcome.blame !== 'setup' && outcome.blame !== 'sender')) return null;
  return outcome.retryAfterMs ?? FIRST_WAIT_MS;
}

/** What a breaker becomes by what was seen. While it is open, late answers of sends that had left before change nothing. */
export function afterSeen(breaker: Breaker, { hasWorked, failuresInARow, stopForMs: atLeastMs }: Seen): Breaker {
  switch (breaker.state) {
    case 'open':
      return breaker;
    case 'half_open':
      if (failuresInARow > 0) return opened(breaker, failuresInARow, atLeastMs);
      return hasWorked ? CLOSED : breaker;
    case 'closed': {
      const failures = (hasWorked ? 0 : breaker.failures) + failuresInARow;
      if (failures >= FAILURES_TO_OPEN || (atLeastMs !== undefined && failuresInARow > 0))
        return opened({ ...breaker, failures: 0 }, failures, atLeastMs);
      return { ...CLOSED, failures };
    }
  }
}

/** What a process may do that wants to send. `try` has to be claimed: only one process gets it. */
export function mayPass({ state, waitMs }: Breaker): 'all' | 'try' | 'none' {
  if (state === 'closed') return 'all';
  return waitMs > 0 ? 'none' : 'try';
}

function opened(breaker: Breaker, failures: number, atLeastMs = 0): Breaker {
  return {
    state: 'open',
    failures: breaker.failures + failures,
    openings: breaker.openings + 1,
    waitMs: Math.max(atLeastMs, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(breaker.openings, 20))),
  };
}
