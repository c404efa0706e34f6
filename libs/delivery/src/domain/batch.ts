/**
 * How many rows one statement takes where so many could be sent: the largest power of two that fits.
 * Few sizes are few texts of the statement, and PostgreSQL keeps a plan for each.
 *
 * @param room how many sends may start, one or more
 */
export function batchOf(room: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, room)));
}
