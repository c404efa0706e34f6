import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { isUuid } from '@beckon/core';
import { sql } from 'kysely';
import type { AuditReader } from '../audit/domain/audit-reader';
import { searchQuery, type SearchTerm } from './domain/search-words';
import { boundEventIds, foundGuestsSql } from './found-guests-sql';

/** A guest that was found, with what a row of results shows. */
export interface FoundGuest {
  readonly id: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly phone: string | null;
  readonly rsvpStatus: string;
  readonly isRemoved: boolean;
}

export interface FoundMessage {
  readonly id: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly kind: string;
  readonly subject: string | null;
  readonly body: string;
  readonly channel: string;
  readonly status: string;
  readonly sendAt: Date | null;
}

export interface FoundEvent {
  readonly id: string;
  readonly name: string;
  readonly startsAt: Date;
  readonly timeZone: string;
}

/** So many messages of one event stand for it in a search; the newest. */
const MESSAGES_OF_AN_EVENT = 30;

/** Of a word that very many messages bear, no more than these are looked at. */
const MOST_EXAMINED = 1000;

const guestColumns = sql`
  g.id, g.event_id as "eventId", e.name as "eventName", g.name, g.email, g.email_key as "emailKey", g.phone,
  g.rsvp_status as "rsvpStatus", g.deleted_at is not null as "isRemoved"`;
const messageColumns = sql`
  m.id, m.event_id as "eventId", e.name as "eventName", m.kind, m.subject, left(m.body, 200) as body, m.channel, m.status, m.send_at as "sendAt"`;

type MessageRow = Omit<FoundMessage, 'sendAt'> & { sendAt: string | null };

/** Finds people, messages, events and deliveries in what a reader may see. Every look is bound by an index and a limit. */
@Injectable()
export class SearchRepository {
  constructor(private readonly em: EntityManager) {}

  async listGuests(
    reader: AuditReader,
    term: Pick<SearchTerm, 'words' | 'address'>,
    limit: number,
  ): Promise<FoundGuest[]> {
    const found = foundGuestsSql(reader.organizationId, term, boundEventIds(reader), limit);
    const { rows } = await sql<FoundGuest>`
      select ${guestColumns} from (${found}) f join guests g on g.id = f.id join events e on e.id = g.event_id order by g.id desc
    `.execute(this.em.getKysely());
    return rows;
  }

  /** Of the ids, those that the reader may see. */
  async listGuestsById(reader: AuditReader, ids: readonly string[]): Promise<FoundGuest[]> {
    if (ids.length === 0) return [];
    const bound = boundEventIds(reader);
    const { rows } = await sql<FoundGuest>`
      select ${guestColumns} from guests g join events e on e.id = g.event_id and e.deleted_at is null
       where g.id = any (${[...ids]}::uuid[]) and g.organization_id = ${reader.organizationId}
         ${bound === null ? sql`` : sql`and g.event_id = any (${[...bound]}::uuid[])`}
       order by g.id desc
    `.execute(this.em.getKysely());
    return rows;
  }

  /** Deliveries that bear this id, ours or the provider's. */
  async listDeliveriesByAnyId(
    reader: AuditReader,
    id: string,
    limit: number,
  ): Promise<{ id: string; guestId: string | null; messageId: string }[]> {
    const readable = reader.isWholeOrganization ? sql`` : sql`and d.event_id = any (${[...reader.eventIds]}::uuid[])`;
    const rest = sql`and d.organization_id = ${reader.organizationId} and d.dedupe_key not like 't:%' ${readable}`;
    const columns = sql`d.id, d.guest_id as "guestId", d.message_id as "messageId"`;
    const { rows } = await sql<{ id: string; guestId: string | null; messageId: string }>`
      select * from (select ${columns} from deliveries d where d.provider_message_id = ${id} ${rest} limit ${limit}) p
      ${isUuid(id) ? sql`union select ${columns} from deliveries d where d.id = ${id} ${rest}` : sql``}
    `.execute(this.em.getKysely());
    return rows;
  }

  /** What each of these events has sent or will send; what is nearest to this moment first, no drafts. */
  async listMessagesOf(eventIds: readonly string[]): Promise<FoundMessage[]> {
    if (eventIds.length === 0) return [];
    const { rows } = await sql<MessageRow>`
      select ${messageColumns}
        from unnest(${[...eventIds]}::uuid[]) as asked (id)
        join events e on e.id = asked.id
        cross join lateral (
          select * from messages m where m.event_id = e.id and m.kind <> 'test' and m.status <> 'draft'
           order by m.id desc limit ${MESSAGES_OF_AN_EVENT}
        ) m
       order by abs(extract(epoch from coalesce(m.claimed_at, m.finished_at, m.send_at, m.created_at) - now())), m.id
    `.execute(this.em.getKysely());
    return rows.map(withDate);
  }

  /** Messages by their words, the newest first; no drafts. Only where the reader may see messages. */
  async listMessages(reader: AuditReader, words: readonly string[], limit: number): Promise<FoundMessage[]> {
    if (words.length === 0) return [];
    const { rows } = await sql<MessageRow>`
      select ${messageColumns}
        from (
          select * from messages m
           where message_words(m.organization_id, m.kind, m.subject, m.body) @@ ${searchQuery(reader.organizationId, words)}::tsquery
             and m.organization_id = ${reader.organizationId} and m.kind <> 'test' and m.status <> 'draft'
             ${reader.isWholeOrganization ? sql`` : sql`and m.event_id = any (${[...reader.eventIds]}::uuid[])`}
           limit ${MOST_EXAMINED}
        ) m
        join events e on e.id = m.event_id and e.deleted_at is null
       order by m.id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(withDate);
  }

  async findMessage(reader: AuditReader, id: string): Promise<FoundMessage | null> {
    const { rows } = await sql<MessageRow>`
      select ${messageColumns}
        from messages m join events e on e.id = m.event_id and e.deleted_at is null
       where m.id = ${id} and m.organization_id = ${reader.organizationId} and m.kind <> 'test' and m.status <> 'draft'
         ${reader.isWholeOrganization ? sql`` : sql`and m.event_id = any (${[...reader.eventIds]}::uuid[])`}
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : withDate(rows[0]);
  }

  /** Events by their names, the newest first. An organization's events are few enough to look at each. */
  async listEvents(reader: AuditReader, words: readonly string[], limit: number): Promise<FoundEvent[]> {
    if (words.length === 0) return [];
    const bound = boundEventIds(reader);
    const { rows } = await sql<Omit<FoundEvent, 'startsAt'> & { startsAt: string }>`
      select id, name, starts_at as "startsAt", time_zone as "timeZone" from events
       where organization_id = ${reader.organizationId} and deleted_at is null
         and search_words(organization_id, name) @@ ${searchQuery(reader.organizationId, words)}::tsquery
         ${bound === null ? sql`` : sql`and id = any (${[...bound]}::uuid[])`}
       order by id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt) }));
  }
}

function withDate(row: MessageRow): FoundMessage {
  return { ...row, sendAt: row.sendAt === null ? null : new Date(row.sendAt) };
}
