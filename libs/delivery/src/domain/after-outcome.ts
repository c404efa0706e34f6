import type { Outcome } from '../channels/channel';

/** Full jitter around these waits; the sixth failure is the last. */
const waitsMs = [5_000, 20_000, 60_000, 5 * 60_000, 15 * 60_000] as const;
export const MAX_ATTEMPTS = waitsMs.length + 1;

/**
 * Resend keeps a key for 24 h; with 20 h a repeat is surely recognised, also when clocks and queues are late.
 * Source: resend.com/docs/dashboard/emails/idempotency-keys
 */
export const KEY_HORIZON_MS = 20 * 3_600_000;

/** The longest wait for a provider that takes nothing; meanwhile its breaker lets only a few try. */
const LONGEST_PROVIDER_WAIT_MS = 15 * 60_000;

/** What the ledger shall say after an attempt. */
export type Verdict =
  | { readonly status: 'accepted' | 'sent' | 'failed' }
  | { readonly status: 'unknown'; readonly reason: 'no_answer' | 'content_changed' | 'may_have_been_sent' }
  /** `isUncounted`: the attempt was not this message's fault and uses up none of its attempts. */
  | { readonly status: 'pending'; readonly retryInMs: number; readonly isUncounted: boolean };

/** What has happened to a delivery so far. */
export interface AttemptFacts {
  /** Attempts that count, this one included. */
  readonly attempts: number;
  /** Whether the provider recognises a repeat. */
  readonly isKeyed: boolean;
  /** Time since the first attempt. */
  readonly ageMs: number;
  /** An earlier attempt ended unclear: a definite "no" to this one says nothing of that one. */
  readonly mayHaveLeft: boolean;
  /** 0..1, for the jitter. */
  readonly random: number;
}

/** What follows from an outcome. */
export function afterOutcome(outcome: Outcome, facts: AttemptFacts): Verdict {
  const { attempts, isKeyed, ageMs, mayHaveLeft, random } = facts;
  const failed = mayHaveLeft
    ? ({ status: 'unknown', reason: 'may_have_been_sent' } as const)
    : ({ status: 'failed' } as const);
  switch (outcome.kind) {
    case 'accepted':
      return { status: outcome.isFinal === true ? 'sent' : 'accepted' };
    case 'refused':
      return failed;
    case 'unclear':
      if (outcome.contentChanged === true) return { status: 'unknown', reason: 'content_changed' };
      // an unkeyed provider cannot recognise a repeat: trying again could write to the guest twice
      if (!isKeyed || ageMs > KEY_HORIZON_MS || attempts >= MAX_ATTEMPTS)
        return { status: 'unknown', reason: 'no_answer' };
      return { status: 'pending', retryInMs: wait(attempts, random), isUncounted: false };
    case 'not_sent': {
      const retryAfterMs = outcome.retryAfterMs ?? 0;
      if (outcome.blame !== undefined) {
        // nobody counts these, so the wait grows with the time since the first of them
        const patienceMs = Math.min(ageMs / 2, LONGEST_PROVIDER_WAIT_MS);
        const retryInMs = Math.round(Math.max(retryAfterMs, patienceMs, wait(1, random)));
        return { status: 'pending', retryInMs, isUncounted: true };
      }
      if (attempts >= MAX_ATTEMPTS) return failed;
      return { status: 'pending', retryInMs: Math.max(retryAfterMs, wait(attempts, random)), isUncounted: false };
    }
  }
}

function wait(attempts: number, random: number): number {
  const base = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? waitsMs[0];
  return Math.round(base * (0.5 + random / 2));
}
