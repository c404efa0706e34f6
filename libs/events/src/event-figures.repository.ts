import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

/** Figures that a list shows beside an event. */
export interface EventFigures {
  readonly guests: {
    readonly pending: number;
    readonly attending: number;
    readonly declined: number;
    readonly maybe: number;
  };
  /** When the next message leaves, or null. */
  readonly nextSendAt: Date | null;
}

type RsvpStatus = keyof EventFigures['guests'];

/**
 * Guests and messages belong to libs further down; this one look at their tables, for a whole page at once, is the only place
 * where events know of them.
 */
@Injectable()
export class EventFiguresRepository {
  constructor(private readonly em: EntityManager) {}

  /** The figures of these events; each id is in the answer. */
  async list(eventIds: readonly string[]): Promise<Map<string, EventFigures>> {
    const db = this.em.getKysely();
    const { rows: counts } = await sql<{ eventId: string; status: RsvpStatus; count: number }>`
      select event_id as "eventId", rsvp_status as status, count(*)::int as count
      from guests where event_id = any(${[...eventIds]}::uuid[]) and deleted_at is null group by 1, 2
    `.execute(db);
    const { rows: sends } = await sql<{ eventId: string; nextSendAt: string }>`
      select event_id as "eventId", min(send_at) as "nextSendAt"
      from messages where event_id = any(${[...eventIds]}::uuid[]) and status = 'scheduled' group by 1
    `.execute(db);
    const sendAt = new Map(sends.map(({ eventId, nextSendAt }) => [eventId, new Date(nextSendAt)]));
    return new Map(
      eventIds.map((eventId) => {
        const guests = { pending: 0, attending: 0, declined: 0, maybe: 0 };
        for (const row of counts) if (row.eventId === eventId) guests[row.status] = row.count;
        return [eventId, { guests, nextSendAt: sendAt.get(eventId) ?? null }];
      }),
    );
  }
}
