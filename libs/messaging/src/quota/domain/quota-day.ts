const DAY_MS = 86_400_000;

/** The day an instant counts for: the date in UTC, `YYYY-MM-DD`. */
export function quotaDayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first instant of a day. */
export function startOfQuotaDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** @param days how many later, by default 1 */
export function laterQuotaDay(day: string, days = 1): string {
  return quotaDayOf(new Date(startOfQuotaDay(day).getTime() + days * DAY_MS));
}
