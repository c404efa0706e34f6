const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** What a clock and a calendar on the wall show. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time: string;
}

/**
 * A moment in words, as short as it can be from where the reader stands: `09:02` today, `Tue 1 Dec 09:02` this year,
 * `Tue 1 Dec 2025 09:02` else.
 *
 * @param timeZone the event's IANA zone
 */
export function timeWords(at: Date, now: Date, timeZone: string): string {
  const wall = wallOf(at, timeZone);
  const today = wallOf(now, timeZone);
  if (isSameDay(wall, today)) return wall.time;
  return `${DAYS[wall.weekday]} ${dateWords(wall, today)} ${wall.time}`;
}

/** A day in words: `today`, `3 Nov`, or with its year. */
export function dayWords(at: Date, now: Date, timeZone: string): string {
  const wall = wallOf(at, timeZone);
  const today = wallOf(now, timeZone);
  return isSameDay(wall, today) ? 'today' : dateWords(wall, today);
}

/** Whose clock it is: `Accra` for `Africa/Accra`. */
export function zoneWords(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

function dateWords({ day, month, year }: Wall, today: Wall): string {
  return `${day} ${MONTHS[month - 1]}${year === today.year ? '' : ` ${year}`}`;
}

function isSameDay(a: Wall, b: Wall): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

/** Making a formatter takes much longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function wallOf(at: Date, timeZone: string): Wall {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday, time: `${parts.hour}:${parts.minute}` };
}
