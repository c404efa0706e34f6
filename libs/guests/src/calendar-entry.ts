import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** What the calendar entry of an event says. */
export interface CalendarEntry {
  readonly eventId: string;
  readonly name: string;
  readonly venue: string;
  readonly hostName: string;
  readonly description: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly isCancelled: boolean;
  /** Rises when time or place change. */
  readonly revision: number;
  readonly changedAt: Date;
  /** The page on which the guest answers. */
  readonly url: string;
}

/**
 * An event as iCalendar (RFC 5545), in UTC. The UID stays the same and SEQUENCE rises with the revision, so that a newer download
 * replaces the entry in the guest's calendar; the same event gives the same bytes.
 */
export function renderCalendar(entry: CalendarEntry): string {
  const calendar = ical({
    prodId: { company: 'Beckon', product: 'Beckon', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${entry.eventId}@beckon`,
    sequence: entry.revision,
    stamp: entry.changedAt,
    start: entry.startsAt,
    ...(entry.endsAt !== null && { end: entry.endsAt }),
    summary: entry.name,
    location: entry.venue,
    description: [entry.description, `Hosted by ${entry.hostName}`, `Your answer: ${entry.url}`]
      .filter((part) => part !== null)
      .join('\n\n'),
    url: entry.url,
    status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
