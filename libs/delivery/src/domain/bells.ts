/** Up to this many recipients a message is small: it rings on the queue that big ones cannot fill. */
export const URGENT_UP_TO = 200;
const ROWS_PER_DRAINER = 1000;
const MAX_DRAINERS = 4;

/**
 * How many drains a freshly claimed message gets, and on which queue. A drain that ends with rows left rings once
 * again, so their number stays.
 */
export function bellsFor(pending: number): { readonly count: number; readonly isUrgent: boolean } {
  const count = Math.min(MAX_DRAINERS, Math.max(1, Math.ceil(pending / ROWS_PER_DRAINER)));
  return { count, isUrgent: pending <= URGENT_UP_TO };
}
