import { suppressedSinceSql } from '@beckon/consent';
import { type Page, toPage } from '@beckon/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { ExclusionReason } from './domain/exclusion-words';
import { type RecipientsQuery, recipientsSql } from './recipients-sql';

/** One guest of an audience, as a count opens its list. */
export interface ListedRecipient {
  readonly guestId: string;
  readonly name: string;
  readonly address: string | null;
  /** Null for those who would get it. */
  readonly reason: ExclusionReason | null;
  /** Since when the address is suppressed for that reason; null for other reasons. */
  readonly suppressedSince: Date | null;
  /** Who gets it for both; null unless the reason is `duplicate_contact`. */
  readonly goesTo: { readonly id: string; readonly name: string } | null;
}

export interface RecipientListFilter {
  readonly show: 'included' | 'excluded';
  /** Only these; null: all. `suppressed` stands for every kind of it. */
  readonly reason: ExclusionReason | 'suppressed' | null;
  readonly afterGuestId: string | null;
  readonly limit: number;
}

/** A guest a preview can be made for, with what the message would call them. */
export interface PreviewGuest {
  readonly id: string;
  readonly name: string;
  /** `Ana and Ben` where they share the address and one message goes to both. */
  readonly calledName: string;
  readonly calledFirstName: string | null;
  readonly plusOnes: number;
  /** Why they would not get it; null for those who would. */
  readonly reason: string | null;
}

/** Guests worth looking at in a preview. */
export interface GuestChoices {
  readonly typical: GuestChoice | null;
  readonly longestName: GuestChoice | null;
  readonly withoutFirstName: GuestChoice | null;
}
export interface GuestChoice {
  readonly id: string;
  readonly name: string;
}

interface ListedRow {
  guest_id: string;
  name: string;
  address: string | null;
  address_key: string | null;
  reason: ExclusionReason | null;
  since: string | null;
}

/** The guests behind a count, one by one; built around `recipientsSql` like the count itself. */
@Injectable()
export class RecipientListsRepository {
  constructor(private readonly em: EntityManager) {}

  /** In the order in which guests were added. */
  async list(query: RecipientsQuery, filter: RecipientListFilter): Promise<Page<ListedRecipient>> {
    const since = suppressedSinceSql({
      organizationId: sql`${query.organizationId}`,
      eventId: sql`${query.eventId}`,
      channel: sql`${query.channel}`,
      addressKey: sql`p.address_key`,
      isBroadcast: query.isBroadcast,
    });
    const { rows } = await sql<ListedRow>`
      select p.guest_id, p.name, p.address, p.address_key, p.reason, case when p.status = 'suppressed' then ${since} end as since
        from (select r.* from (${recipientsSql(query)}) r
               where ${shownSql(filter)} ${filter.afterGuestId === null ? sql`` : sql`and r.guest_id > ${filter.afterGuestId}::uuid`}
               order by r.guest_id limit ${filter.limit + 1}) p
       order by p.guest_id`.execute(this.em.getKysely());
    const holders = await this.holders(query, rows);
    const page = toPage(rows, filter.limit, (row) => [row.guest_id]);
    return {
      nextCursor: page.nextCursor,
      items: page.items.map((row) => ({
        guestId: row.guest_id,
        name: row.name,
        address: row.address,
        reason: row.reason,
        suppressedSince: row.since === null ? null : new Date(row.since),
        goesTo: row.reason === 'duplicate_contact' ? (holders.get(row.address_key ?? '') ?? null) : null,
      })),
    };
  }

  /** How many of those who would get it were handed another message of this event within the hour. */
  async countWrittenWithinHour(query: RecipientsQuery): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      with recent as materialized (
        select distinct d.guest_id
          from messages m join deliveries d on d.message_id = m.id
         where m.event_id = ${query.eventId} and m.kind <> 'test' and m.claimed_at is not null
           and (m.finished_at is null or m.finished_at > now() - interval '1 hour')
           and d.accepted_at > now() - interval '1 hour' and d.guest_id is not null
      )
      select case when exists (select 1 from recent)
                  then (select count(*)::int from (${recipientsSql(query)}) r where r.status = 'pending' and r.guest_id in (select guest_id from recent))
                  else 0 end as count`.execute(this.em.getKysely());
    return rows[0]!.count;
  }

  /** The first guest who would get it; null when nobody would. */
  async findFirst(query: RecipientsQuery): Promise<PreviewGuest | null> {
    return this.previewGuest(
      query,
      sql`select guest_id from audience where status = 'pending' order by guest_id limit 1`,
    );
  }

  /** One guest of the audience, those who would not get it included; null for somebody who is not in it. */
  async find(query: RecipientsQuery, guestId: string): Promise<PreviewGuest | null> {
    return this.previewGuest(query, sql`select ${guestId}::uuid`);
  }

  /** One guest of the event, whoever the audience is. */
  async findAnywhere(eventId: string, guestId: string): Promise<PreviewGuest | null> {
    const { rows } = await sql<PreviewGuest>`
      select id, name, name as "calledName", first_name as "calledFirstName", plus_ones as "plusOnes", 'not_in_audience' as reason
        from guests where event_id = ${eventId} and id = ${guestId} and deleted_at is null`.execute(
      this.em.getKysely(),
    );
    return rows[0] ?? null;
  }

  /** Of those who would get it: the first, the one with the longest name, and the first without a first name. */
  async choices(query: RecipientsQuery): Promise<GuestChoices> {
    const one = (where: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<GuestChoice | null> =>
      sql<GuestChoice | null>`(select jsonb_build_object('id', a.guest_id, 'name', a.name) from audience a where ${where} order by ${order} limit 1)`;
    const { rows } = await sql<GuestChoices>`
      with audience as materialized (
        select r.guest_id, r.name, r.first_name from (${recipientsSql(query)}) r where r.status = 'pending'
      )
      select ${one(sql`a.first_name is not null`, sql`a.guest_id`)} as typical,
             ${one(sql`true`, sql`length(a.name) desc, a.guest_id`)} as "longestName",
             ${one(sql`a.first_name is null`, sql`a.guest_id`)} as "withoutFirstName"`.execute(this.em.getKysely());
    return rows[0]!;
  }

  private async previewGuest(query: RecipientsQuery, which: RawBuilder<unknown>): Promise<PreviewGuest | null> {
    const { rows } = await sql<PreviewGuest>`
      with audience as materialized (select * from (${recipientsSql(query)}) r)
      select guest_id as id, name, plus_ones as "plusOnes", reason,
             merge_values ->> 'guest_name' as "calledName", merge_values ->> 'guest_first_name' as "calledFirstName"
        from audience where guest_id in (${which})`.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  private async holders(
    query: RecipientsQuery,
    rows: readonly ListedRow[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
    const keys = rows.filter(({ reason }) => reason === 'duplicate_contact').map(({ address_key: key }) => key);
    if (keys.length === 0) return new Map();
    const { rows: found } = await sql<{ id: string; name: string; key: string }>`
      select r.guest_id as id, r.name, r.address_key as key from (${recipientsSql(query)}) r
       where r.status = 'pending' and r.address_key = any (${keys}::text[])`.execute(this.em.getKysely());
    return new Map(found.map(({ id, name, key }) => [key, { id, name }]));
  }
}

function shownSql({ show, reason }: RecipientListFilter): RawBuilder<unknown> {
  if (show === 'included') return sql`r.status = 'pending'`;
  if (reason === null) return sql`r.status <> 'pending'`;
  return reason === 'suppressed' ? sql`r.status = 'suppressed'` : sql`r.reason = ${reason}`;
}
