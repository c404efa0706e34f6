import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { isUuid } from '@beckon/core';
import { CHANNELS } from '@beckon/messaging';
import { type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channels/channel';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../domain/delivery-state';
import { readSearch } from '../search/domain/search-words';
import { foundGuestsSql } from '../search/found-guests-sql';
import type { AuditReader } from './domain/audit-reader';

/** Where a row stands in the order of the audit. */
export interface AuditKey {
  readonly id: string;
  /** When the row was written, ISO 8601 in UTC to the microsecond. */
  readonly createdAt: string;
}

export interface AuditFilter {
  readonly q: string | undefined;
  readonly eventId: string | undefined;
  readonly channel: ChannelName | undefined;
  /** Empty: all. */
  readonly statuses: readonly DeliveryStatus[];
  /** Deliveries that were written down from then on, and before then. */
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** The last row of the page before. */
  readonly before: AuditKey | null;
  readonly limit: number;
}

/** So many guests of one search have their deliveries looked through. */
const MOST_GUESTS = 200;
/** With more events than this the organization's index is walked instead of one for each event. */
const MOST_EVENTS = 40;

/** Finds rows of the ledger over many events. */
@Injectable()
export class AuditRepository {
  constructor(private readonly em: EntityManager) {}

  /** Deliveries that the reader may see, the newest first. */
  async listKeys(reader: AuditReader, filter: AuditFilter): Promise<AuditKey[]> {
    const { rows } = await auditKeysSql(reader, filter).execute(this.em.getKysely());
    return rows;
  }

  /** Whether the organization has such an event, not deleted. */
  async hasEvent(organizationId: string, eventId: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from events where id = ${eventId} and organization_id = ${organizationId} and deleted_at is null
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  /** Where a delivery belongs; null for one of nobody, and for test messages. */
  async find(deliveryId: string): Promise<{ organizationId: string; eventId: string } | null> {
    const { rows } = await sql<{ organizationId: string; eventId: string }>`
      select d.organization_id as "organizationId", d.event_id as "eventId"
        from deliveries d
        join messages m on m.id = d.message_id and m.kind <> 'test'
        join events e on e.id = d.event_id and e.deleted_at is null
       where d.id = ${deliveryId}
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }
}

/**
 * The page as a query. Every part of it walks an index from its newest end and stops after a page, so that neither the depth of
 * the page nor the size of the ledger counts: one walk for each channel and state, because a state that is rare must not be
 * looked for among millions of others.
 */
export function auditKeysSql(reader: AuditReader, filter: AuditFilter): RawBuilder<AuditKey> {
  const rows =
    filter.q === undefined || filter.q.trim() === '' ? walkSql(reader, filter) : searchSql(reader, filter, filter.q);
  return sql<AuditKey>`
    select f.id, to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt" from (${rows}) f
     order by f.created_at desc, f.id desc limit ${filter.limit}`;
}

function walkSql(reader: AuditReader, filter: AuditFilter): RawBuilder<unknown> {
  const channels = filter.channel === undefined ? CHANNELS : [filter.channel];
  const statuses = filter.statuses.length === 0 ? DELIVERY_STATUSES : filter.statuses;
  const lists = sql`unnest(${[...channels]}::text[]) as c (channel) cross join unnest(${[...statuses]}::text[]) as s (status)`;
  const events =
    filter.eventId === undefined ? (reader.isWholeOrganization ? null : reader.eventIds) : [filter.eventId];
  if (events === null || events.length > MOST_EVENTS) {
    const only = events === null ? notDeletedSql(reader) : sql`and d.event_id = any (${[...events]}::uuid[])`;
    return sql`
      select w.id, w.created_at from ${lists} cross join lateral (
        select d.id, d.created_at from deliveries d
         where d.organization_id = ${reader.organizationId} and d.channel = c.channel and d.status = s.status ${only} ${commonSql(filter)}
         order by d.created_at desc, d.id desc limit ${filter.limit}
      ) w`;
  }
  return sql`
    select w.id, w.created_at from unnest(${[...events]}::uuid[]) as e (id) cross join ${lists} cross join lateral (
      select d.id, d.created_at from deliveries d
       where d.event_id = e.id and d.organization_id = ${reader.organizationId} and d.channel = c.channel and d.status = s.status
         ${commonSql(filter)}
       order by d.created_at desc, d.id desc limit ${filter.limit}
    ) w`;
}

/** Deliveries of the guests that are found, and those that bear an id, ours or the provider's. */
function searchSql(reader: AuditReader, filter: AuditFilter, q: string): RawBuilder<unknown> {
  const term = readSearch(q);
  const events =
    filter.eventId === undefined ? (reader.isWholeOrganization ? null : reader.eventIds) : [filter.eventId];
  const narrowed = sql`
    and d.organization_id = ${reader.organizationId}
    ${events === null ? notDeletedSql(reader) : sql`and d.event_id = any (${[...events]}::uuid[])`}
    ${filter.channel === undefined ? sql`` : sql`and d.channel = ${filter.channel}`}
    ${filter.statuses.length === 0 ? sql`` : sql`and d.status = any (${[...filter.statuses]}::text[])`}
    ${commonSql(filter)}`;
  return sql`
    select w.id, w.created_at from (${foundGuestsSql(reader.organizationId, term, events, MOST_GUESTS)}) g cross join lateral (
      select d.id, d.created_at from deliveries d where d.guest_id = g.id ${narrowed} order by d.created_at desc, d.id desc limit ${filter.limit}
    ) w
    union
    select * from (select d.id, d.created_at from deliveries d where d.provider_message_id = ${term.whole} ${narrowed} limit ${filter.limit}) p
    ${isUuid(term.whole) ? sql`union select d.id, d.created_at from deliveries d where d.id = ${term.whole} ${narrowed}` : sql``}`;
}

/** What is deleted does not exist. An organization has few deleted events, so this is one small hash. */
function notDeletedSql({ organizationId }: AuditReader): RawBuilder<unknown> {
  return sql`and d.event_id not in (select id from events where organization_id = ${organizationId} and deleted_at is not null)`;
}

/** Tests are nobody's business but their author's. */
function commonSql({ from, to, before }: AuditFilter): RawBuilder<unknown> {
  return sql`
    ${before === null ? sql`` : sql`and (d.created_at, d.id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`}
    ${from === undefined ? sql`` : sql`and d.created_at >= ${from}::timestamptz`}
    ${to === undefined ? sql`` : sql`and d.created_at < ${to}::timestamptz`}
    and d.dedupe_key not like 't:%'`;
}
