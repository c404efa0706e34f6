import { Temporal } from 'temporal-polyfill';

/** `2027-06-01T18:00`: what a clock on the wall shows, without a zone. */
export type LocalTime = string;

export interface ResolvedTime {
  readonly instant: Date;
  /** Of this zone at this instant, for example `+01:00`. */
  readonly offset: string;
}

export type TimeResolution =
  | ({ readonly kind: 'unique' } & ResolvedTime)
  /** The clocks go forward over it; `candidates` are the moments just before and after. */
  | { readonly kind: 'gap'; readonly candidates: readonly [ResolvedTime, ResolvedTime] }
  /** The clocks show it twice. */
  | { readonly kind: 'overlap'; readonly candidates: readonly [ResolvedTime, ResolvedTime] };

/** True for a zone name that the IANA data base knows; offsets such as `+01:00` are no zones. */
export function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** True for an existing calendar day and minute in the form `YYYY-MM-DDTHH:MM`. */
export function isLocalTime(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDateTime.from(value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/**
 * What a wall time typed by a person means in a zone: one instant, none (the clocks jump over it) or two.
 *
 * @param local an existing local time, see `isLocalTime`
 * @param timeZone an IANA zone, see `isTimeZone`
 */
export function resolveTyped(local: LocalTime, timeZone: string): TimeResolution {
  const wall = Temporal.PlainDateTime.from(local);
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'unique', ...resolved(earlier) };
  const candidates = [resolved(earlier), resolved(later)] as const;
  return { kind: earlier.toPlainDateTime().equals(wall) ? 'overlap' : 'gap', candidates };
}

/**
 * What a derived wall time (a reminder, a window's edge) means: in a gap the clocks' jump is added, of two the earlier counts
 * (`compatible` of RFC 5545 and Temporal).
 */
export function resolveDerived(local: LocalTime, timeZone: string): Date {
  return new Date(
    Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds,
  );
}

/** The wall time a number of calendar days away, at the same time of day or at another (`HH:MM`). */
export function shiftDays(local: LocalTime, days: number, timeOfDay?: string): LocalTime {
  const shifted = Temporal.PlainDateTime.from(local).add({ days });
  const at = timeOfDay === undefined ? shifted : shifted.withPlainTime(Temporal.PlainTime.from(timeOfDay));
  return at.toString({ smallestUnit: 'minute' });
}

/** What a clock on the wall in this zone shows at an instant. */
export function wallTimeOf(instant: Date, timeZone: string): LocalTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

function resolved(at: Temporal.ZonedDateTime): ResolvedTime {
  return { instant: new Date(at.epochMilliseconds), offset: at.offset };
}
