import type { Outcome } from '../channels/channel';

/** Full jitter around these waits; the sixth failure is the last. */
const waitsMs = [5_000, 20_000, 60_000, 5 * 60_000, 15 * 60_000] as const;
export const MAX_ATTEMPTS = waitsMs.length + 1;

/**
 * Resend keeps a key for 24 h; with 20 h a repeat is surely recognised, also when clocks and queues are late.
 * Source: resend.com/docs/dashboard/emails/idempotency-keys
 */
export const KEY_HORIZON_MS = 20 * 3_600_000;

/** What the ledger shall say after an attempt. */
export type Verdict =
  | { readonly status: 'accepted' | 'sent' }
  | { readonly status: 'failed' | 'unknown' }
  | { readonly status: 'pending'; readonly retryInMs: number };

/**
 * What follows from an outcome.
 *
 * @param attempts intents written so far, this one included
 * @param isKeyed whether the provider recognises a repeat
 * @param ageMs time since the first attempt
 * @param random 0..1, for the jitter
 */
export function afterOutcome(
  outcome: Outcome,
  { attempts, isKeyed, ageMs, random }: { attempts: number; isKeyed: boolean; ageMs: number; random: number },
): Verdict {
  switch (outcome.kind) {
    case 'accepted':
      return { status: outcome.isFinal === true ? 'sent' : 'accepted' };
    case 'refused':
      return { status: 'failed' };
    case 'unclear':
      // an unkeyed provider cannot recognise a repeat: trying again could write to the guest twice
      if (!isKeyed || ageMs > KEY_HORIZON_MS || attempts >= MAX_ATTEMPTS) return { status: 'unknown' };
      return { status: 'pending', retryInMs: wait(attempts, random) };
    case 'not_sent':
      if (attempts >= MAX_ATTEMPTS) return { status: 'failed' };
      return { status: 'pending', retryInMs: Math.max(outcome.retryAfterMs ?? 0, wait(attempts, random)) };
  }
}

function wait(attempts: number, random: number): number {
  const base = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? waitsMs[0];
  return Math.round(base * (0.5 + random / 2));
}
