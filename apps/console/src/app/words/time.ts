const DAY_MS = 86_400_000;

/** The city of a zone in words: `Africa/Accra` is "Accra", `America/Argentina/Buenos_Aires` is "Buenos Aires". */
export function zoneName(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** Where the browser thinks it is. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An instant in a zone: "Tue 1 Dec, 09:00"; with the year when it is not the current one. */
export function instantWords(instant: string | Date, timeZone: string, now = new Date()): string {
  const date = new Date(instant);
  const parts = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date);
  const year = parts({ year: 'numeric' });
  const isThisYear = year === new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' }).format(now);
  const day = parts({ weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
  return `${day}${isThisYear ? '' : ` ${year}`}, ${parts({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
}

/** Only the time of day: "14:02", or "14:02:10". */
export function clockWords(instant: string | Date, timeZone: string, withSeconds = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** How far away an instant is: "in 14 h", "3 days ago", "in 40 s", "now". */
export function distanceWords(instant: string | Date, now: Date): string {
  const ms = new Date(instant).getTime() - now.getTime();
  const size = Math.abs(ms);
  const amount =
    size < 5000
      ? ''
      : size < 90_000
        ? `${Math.round(size / 1000)} s`
        : size < 90 * 60_000
          ? `${Math.round(size / 60_000)} min`
          : size < 1.5 * DAY_MS
            ? `${Math.round(size / 3_600_000)} h`
            : `${Math.round(size / DAY_MS)} days`;
  if (amount === '') return 'now';
  return ms > 0 ? `in ${amount}` : `${amount} ago`;
}

/** A length of time: "1 min 23 s". */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Every zone that the browser knows, by name. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
