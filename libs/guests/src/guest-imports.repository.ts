import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
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
    // a thousand look-ups always pay off, whatever the planner thinks of the size of the table
    await sql`
      select pg_advisory_xact_lock(hashtext('guest-import'), hashtext(${eventId})), set_config('enable_seqscan', 'off', true)
    `.execute(this.em.getKysely());
  }

  /**
   * Every guest of the event whom one of the lines may mean, by id; with `isLocked`, kept from others until the end of the transaction.
   *
   * Written for a planner that knows nothing of a guest list that was not there a minute ago and takes every index that starts with
   * the event for equally good, which once meant to walk the whole event for every line. So no condition here fits more than one
   * index: the name has an index of its own, and `deleted_at` and the event are compared in a way that none of them serves.
   */
  async listMeant(
    eventId: string,
    rows: readonly ImportRow[],
    { isLocked }: { isLocked: boolean },
  ): Promise<StoredGuest[]> {
    const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
    const emails = rows.flatMap(({ given }) => given.emailKey ?? []);
    const phones = rows.flatMap(({ given }) => given.phone ?? []);
    // no name has a line break; made so, the list is a constant for the planner
    const names = rows.map(({ given }) => `${eventId} ${given.name}`).join('\n');
    const { rows: stored } = await sql<StoredGuest>`
      with namesakes as (
        select g.id, row_number() over (partition by lower(g.name), g.email_key, g.phone order by g.id) as nth
          from guests g
         where g.event_id::text || ' ' || lower(g.name) = any(string_to_array(lower(${names}), E'\n')) and coalesce(g.deleted_at, 'infinity') = 'infinity'
           and (g.email_key = any(${emails}::text[]) or g.phone = any(${phones}::text[]) or (g.email is null and g.phone is null))
      ),
      meant as (
        select g.id from guests g where g.id = any(${ids}::uuid[]) and g.event_id::text = ${eventId}
        union
        select id from namesakes where nth <= ${MAX_NAMESAKES}
      )
      select g.id, g.name, g.first_name as "firstName", g.email, g.email_key as "emailKey", g.phone, g.rsvp_status as "rsvpStatus",
             g.plus_ones as "plusOnes", g.tags, g.locale, g.time_zone as "timeZone", g.attributes
        from guests g
       where g.id = any((select array_agg(id) from meant)::uuid[]) and coalesce(g.deleted_at, 'infinity') = 'infinity'
       order by g.id ${isLocked ? sql`for update of g` : sql``}
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
