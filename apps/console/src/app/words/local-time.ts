import { Temporal } from 'temporal-polyfill';

/** One reading of a local time. */
export interface LocalReading {
  /** As the API writes it, `2027-06-01T17:00:00.000Z`: two spellings of one instant would look like a change. */
  readonly instant: string;
  /** Offset from UTC, for example `+01:00`. */
  readonly offset: string;
}

/**
 * Every instant that a local time can mean in a zone: one on ordinary days, two when the clock goes back, none when it is
 * skipped (then `around` holds the nearest times before and after that exist).
 *
 * @param local `2027-06-01T18:00`
 * @returns null when the text is no local time or the zone is unknown
 */
export function readLocal(
  local: string,
  timeZone: string,
): { readonly readings: readonly LocalReading[]; readonly around: readonly string[] } | null {
  try {
    const plain = Temporal.PlainDateTime.from(local);
    const at = (disambiguation: 'earlier' | 'later'): Temporal.ZonedDateTime =>
      plain.toZonedDateTime(timeZone, { disambiguation });
    const both = [at('earlier'), at('later')] as const;
    const isThere = both.map((zoned) => zoned.toPlainDateTime().equals(plain));
    const reading = (zoned: Temporal.ZonedDateTime): LocalReading => ({
      instant: new Date(zoned.epochMilliseconds).toISOString(),
      offset: zoned.offset,
    });
    if (!isThere[0] && !isThere[1])
      return {
        readings: [],
        around: both.map((zoned) => zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })),
      };
    if (both[0].equals(both[1])) return { readings: [reading(both[0])], around: [] };
    return { readings: both.map(reading), around: [] };
  } catch {
    return null;
  }
}

/** The local time of an instant in a zone, as `<input type="datetime-local">` wants it: `2027-06-01T18:00`. */
export function localOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/** Which of two readings an instant is, as `readLocal` names it: `+01:00`; null where the local time has one meaning. */
export function offsetOf(local: string, timeZone: string, instant: string): string | null {
  const readings = readLocal(local.slice(0, 16), timeZone)?.readings ?? [];
  const at = new Date(instant).getTime();
  const chosen = readings.find((reading) => new Date(reading.instant).getTime() === at);
  return readings.length > 1 ? (chosen?.offset ?? null) : null;
}
