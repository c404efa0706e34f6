import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ExportedGuest } from './domain/csv-export';

/** Reads whole guest lists, page by page. */
@Injectable()
export class GuestExportsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Every attribute that some guest of the event has, by name. */
  async listAttributeKeys(eventId: string, limit: number): Promise<string[]> {
    const { rows } = await sql<{ key: string }>`
      select distinct a.key from guests g cross join lateral jsonb_object_keys(g.attributes) as a(key)
       where g.event_id = ${eventId} and g.deleted_at is null and g.attributes <> '{}'::jsonb
       order by a.key limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ key }) => key);
  }

  /** The next guests after an id, in the order of the list. Called while the answer streams, when the request's own context is gone. */
  async listPage(eventId: string, afterId: string | null, limit: number): Promise<ExportedGuest[]> {
    const { rows } = await sql<ExportedGuest>`
      select g.id, g.name, g.first_name as "firstName", g.email, g.phone, g.rsvp_status as "rsvpStatus", g.plus_ones as "plusOnes", g.tags,
             g.locale, g.time_zone as "timeZone", g.attributes, g.invitation_status as "invitationStatus",
             to_char(g.rsvp_answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "rsvpAnsweredAt"
        from guests g
       where g.event_id = ${eventId} and g.deleted_at is null ${afterId === null ? sql`` : sql`and g.id > ${afterId}`}
       order by g.id limit ${limit}
    `.execute(this.em.fork().getKysely());
    return rows;
  }
}
