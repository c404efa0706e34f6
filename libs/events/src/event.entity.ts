import { defineEntity, p } from '@mikro-orm/core';
import { compareTimes, type EventTimes } from './domain/event-times';

const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'events',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    name: p.text(),
    description: p.text().nullable(),
    venue: p.text(),
    hostName: p.text(),
    /** IANA name. */
    timeZone: p.text(),
    /** What the clock on the wall at the venue shows: `2027-06-01T18:00`. */
    startsAtLocal: p.text(),
    /** The instant that follows from local time and zone. */
    startsAt: p.datetime(),
    endsAtLocal: p.text().nullable(),
    endsAt: p.datetime().nullable(),
    status: p.text().$type<'active' | 'cancelled'>().default('active'),
    cancelledAt: p.datetime().nullable(),
    deletedAt: p.datetime().nullable(),
    /** `#rrggbb` */
    accentColour: p.text().nullable(),
    logoUrl: p.text().nullable(),
    senderName: p.text().nullable(),
    replyTo: p.text().nullable(),
    footer: p.text().nullable(),
    /** Rises when time or place change: SEQUENCE of the calendar entry. */
    revision: p.integer().default(0),
    version: p.integer().version(),
    createdBy: p.uuid(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** Something people are invited to: it has a start (local wall time and zone), a venue, a host and branding. */
export class EventEntity extends EventSchema.class {
  /** When it is. */
  times(): EventTimes {
    const { timeZone, startsAtLocal, startsAt, endsAtLocal = null, endsAt = null } = this;
    return { timeZone, startsAtLocal, startsAt, endsAtLocal, endsAt };
  }

  /** Takes new times; the calendar entry's revision rises if anything is different. */
  setTimes(times: EventTimes): void {
    if (compareTimes(this.times(), times).any) this.revision += 1;
    Object.assign(this, times);
  }

  /** Takes a new venue; the calendar entry's revision rises if it is different. */
  setVenue(venue: string): void {
    if (venue !== this.venue) this.revision += 1;
    this.venue = venue;
  }

  cancel(now: Date): void {
    this.status = 'cancelled';
    this.cancelledAt = now;
    this.revision += 1;
  }
}
EventSchema.setClass(EventEntity);
