import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { ImportRow } from './domain/csv-row';
import type { GuestValues } from './domain/guest-values';
import type { StoredGuest } from './domain/import-plan';

/** How many guests with the same address and name are looked at; the oldest of them is the one that is meant. */
const MAX_NAMESAKES = 3;

interface Ids {
  readonly organizationId: string;
  readonly eventId: string;
}

/** The sets of guests that an import reads and writes: a few statements a batch, however many lines it has. */
@Injectable()
export class GuestImportsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Makes other imports into this event wait until the transaction ends, so that two of the same file add nobody twice. */
  async claimTurn(eventId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtext('guest-import'), hashtext(${eventId}))`.execute(
      this.em.getKysely(),
    );
  }

  /** Every guest of the event whom one of the lines may mean, by id; with `isLocked`, kept from others until the end of the transaction. */
  async listMeant(
    eventId: string,
    rows: readonly ImportRow[],
    { isLocked }: { isLocked: boolean },
  ): Promise<StoredGuest[]> {
    const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
    const lines = rows.map(({ given }) => ({
      name: given.name,
      email: given.emailKey ?? null,
      phone: given.phone ?? null,
    }));
    const { rows: stored } = await sql<StoredGuest>`
      with line as materialized (
        select distinct lower(l.name) as name, l.email, l.phone
          from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(name text, email text, phone text)
      ), meant as (
        select g.id from guests g where g.id = any(${ids}::uuid[])
        union
        ${namesakes(eventId, sql`g.email_key = l.email`, sql`l.email is not null`)}
        union
        ${namesakes(eventId, sql`g.phone = l.phone`, sql`l.phone is not null`)}
        union
        ${namesakes(eventId, sql`g.email is null and g.phone is null`, sql`l.email is null and l.phone is null`)}
      )
      select g.id, g.name, g.first_name as "firstName", g.email, g.email_key as "emailKey", g.phone, g.rsvp_status as "rsvpStatus",
             g.plus_ones as "plusOnes", g.tags, g.locale, g.time_zone as "timeZone", g.attributes
        from guests g
       where g.id in (select id from meant) and g.event_id = ${eventId} and g.deleted_at is null
       order by g.id ${isLocked ? sql`for update` : sql``}
    `.execute(this.em.getKysely());
    return stored;
  }

  /** Adds guests, in the given order. */
  async insert({ organizationId, eventId }: Ids, guests: readonly GuestValues[]): Promise<void> {
    if (guests.length === 0) return;
    await sql`
      insert into guests (organization_id, event_id, name, first_name, email, email_key, phone, rsvp_status, rsvp_answered_at, plus_ones, tags, locale, time_zone, attributes)
      select ${organizationId}, ${eventId}, n.name, n."firstName", n.email, n."emailKey", n.phone, n."rsvpStatus",
             case when n."rsvpStatus" <> 'pending' then now() end, n."plusOnes", n.tags, n.locale, n."timeZone", n.attributes
        from jsonb_to_recordset(${JSON.stringify(guests)}::jsonb) as n(${columns})
    `.execute(this.em.getKysely());
  }

  /** Writes new values of guests that were listed before in the same transaction. */
  async update({ eventId }: Pick<Ids, 'eventId'>, guests: readonly StoredGuest[]): Promise<void> {
    if (guests.length === 0) return;
    await sql`
      update guests g
         set name = n.name, first_name = n."firstName", email = n.email, email_key = n."emailKey", phone = n.phone,
             rsvp_answered_at = case when n."rsvpStatus" = g.rsvp_status then g.rsvp_answered_at when n."rsvpStatus" <> 'pending' then now() end,
             rsvp_status = n."rsvpStatus", plus_ones = n."plusOnes", tags = n.tags, locale = n.locale, time_zone = n."timeZone", attributes = n.attributes
        from jsonb_to_recordset(${JSON.stringify(guests)}::jsonb) as n(id uuid, ${columns})
       where g.id = n.id and g.event_id = ${eventId}
    `.execute(this.em.getKysely());
  }
}

const columns = sql.raw(
  'name text, "firstName" text, email text, "emailKey" text, phone text, "rsvpStatus" text, "plusOnes" smallint, tags text[], locale text, "timeZone" text, attributes jsonb',
);

/**
 * The oldest guests with the name of a line and one thing more in common. `offset 0` keeps the order from choosing the plan: in a table
 * that was never analysed, walking the whole event in order of ids would look cheap, for every line.
 */
function namesakes(eventId: string, isSame: RawBuilder<unknown>, isAsked: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select m.id from line l cross join lateral (
      select same.id from (
        select g.id from guests g
         where g.event_id = ${eventId} and g.deleted_at is null and lower(g.name) = l.name and ${isSame} offset 0) same
       order by same.id limit ${MAX_NAMESAKES}) m
     where ${isAsked}`;
}
