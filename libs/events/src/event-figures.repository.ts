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
  /** Which one that is, or null. */
  readonly nextMessage: NextMessage | null;
  /** What somebody has to decide about or put right. */
  readonly attention: EventAttention;
}

/** The message of an event that leaves next. */
export interface NextMessage {
  readonly id: string;
  readonly kind: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  /** Null where the channel has none. */
  readonly subject: string | null;
}

/** Counts of what wants a person; all zero when nothing does. */
export interface EventAttention {
  readonly sending: number;
  readonly paused: number;
  readonly failed: number;
  readonly unconfirmed: number;
  readonly guestsWithoutAddress: number;
}

type RsvpStatus = keyof EventFigures['guests'];

interface GuestRow {
  readonly eventId: string;
  readonly status: RsvpStatus;
  readonly count: number;
  readonly withoutAddress: number;
}

type MessageRow = Omit<EventAttention, 'guestsWithoutAddress'> & { readonly eventId: string };

const NO_MESSAGES = { sending: 0, paused: 0, failed: 0, unconfirmed: 0 };

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
    const { rows: counts } = await sql<GuestRow>`
      select event_id as "eventId", rsvp_status as status, count(*)::int as count,
             (count(*) filter (where email is null and phone is null))::int as "withoutAddress"
      from guests where event_id = any(${[...eventIds]}::uuid[]) and deleted_at is null group by 1, 2
    `.execute(db);
    const { rows: sends } = await sql<NextMessage & { eventId: string; sendAt: string }>`
      select distinct on (event_id) event_id as "eventId", send_at as "sendAt", id, kind, channel, subject
      from messages where event_id = any(${[...eventIds]}::uuid[]) and status = 'scheduled' and send_at is not null
      order by event_id, send_at, id
    `.execute(db);
    const { rows: open } = await sql<MessageRow>`
      select m.event_id as "eventId",
             (count(*) filter (where m.status = 'sending'))::int as sending,
             (count(*) filter (where m.status = 'paused'))::int as paused,
             (count(*) filter (where m.status = 'failed'))::int as failed,
             coalesce(max(u.count), 0)::int as unconfirmed
      from messages m
      left join (
        select event_id, count(*) as count from deliveries
        where event_id = any(${[...eventIds]}::uuid[]) and status = 'unknown' and resolution is null group by 1
      ) u on u.event_id = m.event_id
      where m.event_id = any(${[...eventIds]}::uuid[]) group by 1
    `.execute(db);
    const next = new Map(sends.map(({ eventId, ...message }) => [eventId, message]));
    const messages = new Map(open.map(({ eventId, ...row }) => [eventId, row]));
    return new Map(
      eventIds.map((eventId) => {
        const guests = { pending: 0, attending: 0, declined: 0, maybe: 0 };
        const own = counts.filter((row) => row.eventId === eventId);
        for (const { status, count } of own) guests[status] = count;
        const guestsWithoutAddress = own.reduce((sum, { withoutAddress }) => sum + withoutAddress, 0);
        const { sendAt = null, ...message } = next.get(eventId) ?? {};
        return [
          eventId,
          {
            guests,
            nextSendAt: sendAt === null ? null : new Date(sendAt),
            nextMessage: 'id' in message ? message : null,
            attention: { ...(messages.get(eventId) ?? NO_MESSAGES), guestsWithoutAddress },
          },
        ];
      }),
    );
  }
}
