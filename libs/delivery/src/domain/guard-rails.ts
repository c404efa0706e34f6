/** Sends over this many recipients have guard rails. */
export const GUARDED_FROM = 1000;
/** So many leave alone first. */
export const CANARY_SIZE = 50;
/** So many outcomes back failures are remembered, as a sliding mean. */
export const WATCHED_OUTCOMES = 200;
/** A larger share of failures pauses a message. */
const TOLERATED_SHARE = 0.1;

/** The most failures that are still let pass among so many. */
export function toleratedOf(outcomes: number): number {
  return Math.floor(outcomes * TOLERATED_SHARE);
}

/** How many rows of a message leave first; 0: it is small, all may go. */
export function canarySizeOf(pending: number): number {
  return pending > GUARDED_FROM ? CANARY_SIZE : 0;
}
