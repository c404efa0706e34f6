import { laterQuotaDay } from './quota-day';

/** The quota of one channel on one day, as somebody who wants some of it sees it. */
export interface QuotaRoom {
  /** Null: unlimited. */
  readonly limit: number | null;
  /** Consumed by messages that have ended. */
  readonly used: number;
  /** Reserved by all messages, this one included. */
  readonly open: number;
  /** Reserved by this message. */
  readonly mine: number;
}

/** How far ahead it is looked for a day with room. */
export const FIT_DAYS = 366;

/** How many more deliveries the day has room for; null: any number. Never below 0, also after the limit was lowered. */
export function remainingOf({ limit, used, open }: Omit<QuotaRoom, 'mine'>): number | null {
  return limit === null ? null : Math.max(0, limit - used - open);
}

/** May a message that is being planned hold so many deliveries? It may always keep what it holds, and hold less. */
export function fitsPlanned(room: QuotaRoom, wanted: number): boolean {
  const { limit, used, open, mine } = room;
  return limit === null || wanted <= mine || used + open - mine + wanted <= limit;
}

/**
 * May a message that is due leave to so many? Within the limit, always. When the limit was lowered below what is reserved,
 * those who reserved go first come, first served, as long as what has left and what is leaving stays within the new limit.
 *
 * @param running what messages that are leaving already hold, without this one
 */
export function fitsDue(room: QuotaRoom, wanted: number, running: number): boolean {
  const { limit, used, open, mine } = room;
  if (limit === null || wanted === 0 || used + open - mine + wanted <= limit) return true;
  return wanted <= mine && used + running + wanted <= limit;
}

/**
 * The first day from `from` on that has room for so many.
 *
 * @param taken what is used and reserved by others, of the days on which there is any
 * @returns null when no day of the next year has, for example because the limit is smaller than the message
 */
export function firstDayWithRoom(
  limit: number,
  wanted: number,
  from: string,
  taken: ReadonlyMap<string, number>,
): string | null {
  for (let ahead = 0; ahead < FIT_DAYS; ahead++) {
    const day = laterQuotaDay(from, ahead);
    if ((taken.get(day) ?? 0) + wanted <= limit) return day;
  }
  return null;
}
