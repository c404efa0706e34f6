import { countedAs, type DeliveryStatus } from '../../domain/delivery-state';
import { estimateDone } from '../../domain/estimate';
import { causeInWords } from './cause-in-words';

export type ProgressCount = (typeof countedAs)[DeliveryStatus];

/** Rows of the ledger that have the same state, reason and error code. */
export interface LedgerGroup {
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly errorCode: string | null;
  /** One of their error texts; without addresses. */
  readonly error: string | null;
  readonly count: number;
  /** How many of them were handed over within the last ten seconds. */
  readonly recent: number;
  /** The log stub had at least one of them. */
  readonly isSimulated: boolean;
}

/** One thing that the provider took. */
export interface ProviderRequest {
  readonly deliveryId: string;
  readonly provider: string;
  /** Null for a provider that gives none. */
  readonly providerMessageId: string | null;
  readonly at: Date;
}

/** Guests who did not get it for the same cause. */
export interface ProgressCause {
  /** Stable word: the reason in the ledger, else the provider's error code. */
  readonly reason: string;
  readonly words: string;
  readonly count: number;
  /** What the provider said to one of them. */
  readonly example: string | null;
}

/** What is known of a message beside its ledger. */
export interface ProgressFacts {
  readonly status: string;
  /** Why it is paused, in a sentence; null when it is not. */
  readonly pausedReason: string | null;
  readonly now: Date;
  /** Length of the time that `recent` counts over: ten seconds, less while the message has only just begun. */
  readonly rateSeconds: number;
  /** Newest first. */
  readonly requests: readonly ProviderRequest[];
}

/** Where a message stands, from one snapshot of the database. */
export interface MessageProgress {
  readonly status: string;
  /** Why it is paused, in a sentence; null when it is not. */
  readonly pausedReason: string | null;
  readonly total: number;
  readonly counts: Readonly<Record<ProgressCount, number>>;
  readonly ratePerSecond: number;
  readonly estimatedDoneAt: Date | null;
  readonly isSimulated: boolean;
  /** Refused and bounced ones by cause, most first. */
  readonly failures: readonly ProgressCause[];
  /** Those who were left out, and those nobody can know about, by cause, most first. */
  readonly leftOut: readonly (ProgressCause & { readonly countedAs: ProgressCount })[];
  readonly requests: readonly ProviderRequest[];
  readonly now: Date;
}

const nothing: Record<ProgressCount, number> = {
  queued: 0,
  sending: 0,
  sent: 0,
  delivered: 0,
  failed: 0,
  suppressed: 0,
  skipped: 0,
  cancelled: 0,
  unknown: 0,
};
const LEFT_OUT: readonly ProgressCount[] = ['suppressed', 'skipped', 'unknown'];

/** Puts the ledger's groups together; the counts add up to `total` because each group is in exactly one of them. */
export function summarize(facts: ProgressFacts, groups: readonly LedgerGroup[]): MessageProgress {
  const counts = { ...nothing };
  for (const { status, count } of groups) counts[countedAs[status]] += count;
  const isMoving = facts.status === 'sending' || facts.status === 'cancelling';
  const recent = groups.reduce((sum, group) => sum + group.recent, 0);
  const ratePerSecond = isMoving ? Math.round((recent / facts.rateSeconds) * 10) / 10 : 0;
  return {
    status: facts.status,
    pausedReason: facts.pausedReason,
    total: groups.reduce((sum, group) => sum + group.count, 0),
    counts,
    ratePerSecond,
    estimatedDoneAt: estimateDone(counts.queued + counts.sending, ratePerSecond, facts.now),
    isSimulated: groups.some((group) => group.isSimulated),
    failures: causes(groups.filter(({ status }) => countedAs[status] === 'failed')).map(({ cause }) => cause),
    leftOut: causes(groups.filter(({ status }) => LEFT_OUT.includes(countedAs[status]))).map(({ cause, status }) => ({
      ...cause,
      countedAs: countedAs[status],
    })),
    requests: facts.requests,
    now: facts.now,
  };
}

/** Whether nothing more will happen to it by itself, so that a live view ends. Receipts may still come. */
export function isOver(status: string): boolean {
  return status === 'sent' || status === 'cancelled' || status === 'failed';
}

function causes(groups: readonly LedgerGroup[]): { cause: ProgressCause; status: DeliveryStatus }[] {
  const found = new Map<string, { cause: ProgressCause; status: DeliveryStatus }>();
  for (const { status, reason, errorCode, error, count } of groups) {
    const code = reason ?? errorCode ?? status;
    const key = `${countedAs[status]} ${code}`;
    const known = found.get(key);
    const words = causeInWords(status, reason, errorCode);
    found.set(key, {
      status,
      cause: {
        reason: code,
        words,
        count: count + (known?.cause.count ?? 0),
        example: known?.cause.example ?? error,
      },
    });
  }
  return [...found.values()].sort(
    (a, b) => b.cause.count - a.cause.count || a.cause.reason.localeCompare(b.cause.reason),
  );
}
