/** How many deliveries of a message are where. Always adds up to `total`. */
export interface MessageCounts {
  readonly total: number;
  readonly queued: number;
  readonly sending: number;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  readonly suppressed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly unknown: number;
}

/** Before the claim there is no ledger yet. */
export const noCounts: MessageCounts = {
  total: 0,
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
