import { Liquid } from 'liquidjs';
import type { EventPlaceholder } from './placeholders';
import { cleanValue } from './safe-text';
import type { TemplateFilter } from './template-text';

/** What a text can say about its event. */
export interface EventFacts {
  readonly name: string;
  /** `2027-06-01T18:00`: what the clock at the venue shows. */
  readonly startsAtLocal: string;
  readonly venue: string | null;
  readonly hostName: string | null;
  /** BCP 47, decides how dates are written; `en-GB` when absent or unknown. */
  readonly locale?: string | null;
}

export const DEFAULT_LOCALE = 'en-GB';

/** A locale that Intl can write dates in. */
export function usableLocale(locale: string | null | undefined): string {
  if (!locale) return DEFAULT_LOCALE;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([locale])[0] ?? DEFAULT_LOCALE;
  } catch {
    return DEFAULT_LOCALE;
  }
}

/**
 * The value of a placeholder of the event. Date and time are those of the venue's wall clock, so no zone enters:
 * a guest reads "18:00" on the invitation and on the clock above the door alike.
 *
 * @returns one line of text; empty when the event does not say
 */
export function eventValue(token: EventPlaceholder, event: EventFacts): string {
  switch (token) {
    case 'event_name':
      return cleanValue(event.name);
    case 'venue':
    case 'event_location':
      return cleanValue(event.venue ?? '');
    case 'host_name':
      return cleanValue(event.hostName ?? '');
    case 'event_date':
      return written(event, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    case 'event_time':
      return written(event, { timeStyle: 'short' });
  }
}

/** The start in the author's own format, see the filter `date`. */
export function eventDateAs(format: Extract<TemplateFilter, { name: 'date' }>, event: EventFacts): string {
  const wallAsUtc = asUtc(event);
  return wallAsUtc === null
    ? ''
    : cleanValue(
        String(
          dateEngine(event).parseAndRenderSync('{{ at | date: format }}', { at: wallAsUtc, format: format.value }),
        ),
      );
}

function written(event: EventFacts, options: Intl.DateTimeFormatOptions): string {
  const wallAsUtc = asUtc(event);
  if (wallAsUtc === null) return '';
  // newer language data separate "6:00 PM" by a narrow no-break space, which costs an SMS its alphabet
  return new Intl.DateTimeFormat(usableLocale(event.locale), { ...options, timeZone: 'UTC' })
    .format(wallAsUtc)
    .replace(/[\u00a0\u202f]/g, ' ');
}

/** The wall time written as if it were UTC: formatted in UTC again, it shows the same digits whatever zone this machine is in. */
function asUtc(event: EventFacts): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(event.startsAtLocal)) return null;
  const at = new Date(`${event.startsAtLocal}:00Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function dateEngine(event: EventFacts): Liquid {
  return new Liquid({ timezoneOffset: 0, locale: usableLocale(event.locale) });
}
