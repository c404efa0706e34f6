import type { DeliveryStatus } from './delivery-state';
import { effectOf, type ReceiptKind, type ReceiptSubtype } from './receipt-facts';

/**
 * How much is known. A receipt moves a delivery up and never down, so that receipts may come in any order and any number of
 * times. A failure beats "on its way", a delivery beats a failure, a bounce that comes late beats a delivery, and who has
 * read a message has got it. Null: the guest was left out; no receipt changes that.
 */
export const receiptRank = {
  pending: 0,
  dispatching: 0,
  unknown: 0,
  accepted: 1,
  sent: 2,
  failed: 3,
  delivered: 4,
  bounced: 5,
  read: 6,
  suppressed: null,
  skipped: null,
  cancelled: null,
} as const satisfies Record<DeliveryStatus, number | null>;

/** One fact as the ledger keeps it. */
export interface RankedFact {
  /** The same for every repetition of it. */
  readonly id: string;
  readonly kind: ReceiptKind;
  readonly subtype: ReceiptSubtype | null;
  readonly occurredAt: Date;
}

/**
 * The fact that decides a delivery's state: the highest rank, of those the earliest, of those the lowest id. It depends on
 * which facts there are, never on their order.
 */
export function decidingFact<T extends RankedFact>(facts: readonly T[]): T | null {
  const rankOf = (fact: T): number => receiptRank[effectOf(fact.kind, fact.subtype).status];
  return facts.reduce<T | null>((best, fact) => {
    if (best === null) return fact;
    const difference =
      rankOf(fact) - rankOf(best) ||
      best.occurredAt.getTime() - fact.occurredAt.getTime() ||
      (fact.id < best.id ? 1 : -1);
    return difference > 0 ? fact : best;
  }, null);
}

/** A delivery's state with one fact more. */
export function raised(status: DeliveryStatus, fact: DeliveryStatus): DeliveryStatus {
  const from = receiptRank[status];
  const to = receiptRank[fact];
  return from !== null && to !== null && to > from ? fact : status;
}
