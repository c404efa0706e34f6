/**
 * When a running message will be done at the pace of the last seconds.
 *
 * @param open rows that are still to leave
 * @param ratePerSecond measured, 0 when nothing left lately
 * @returns null when nothing can be said
 */
export function estimateDone(open: number, ratePerSecond: number, now: Date): Date | null {
  if (open === 0 || ratePerSecond <= 0) return null;
  return new Date(now.getTime() + Math.ceil((open / ratePerSecond) * 1000));
}
