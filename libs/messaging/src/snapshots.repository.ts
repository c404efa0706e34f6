import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { GuestDifference } from './message.errors';

const PURGE_BATCH = 50;
const SHOWN_GUESTS = 100;

export interface AudienceSnapshot {
  readonly id: string;
  readonly count: number;
  /** Equal for equal sets of guests. */
  readonly digest: string;
}

/** Counted audiences that are kept for an hour, so that what was previewed is what is sent. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @returns null when the event has no such kept audience, or its hour is over */
  async find(eventId: string, snapshotId: string): Promise<AudienceSnapshot | null> {
    const { rows } = await sql<AudienceSnapshot>`
      select id, count, digest from audience_snapshots
       where id = ${snapshotId} and event_id = ${eventId} and expires_at > now()`.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** Who is in the second set only, and who in the first only; the first hundred of each by name. */
  async difference(
    beforeId: string,
    afterId: string,
  ): Promise<{ readonly joined: GuestDifference; readonly left: GuestDifference }> {
    return { joined: await this.onlyIn(afterId, beforeId), left: await this.onlyIn(beforeId, afterId) };
  }

  /** Removes some of those whose hour is long over. */
  async purge(): Promise<void> {
    await sql`
      delete from audience_snapshots
       where id in (select s.id from audience_snapshots s
                     where s.expires_at < now() - interval '5 minutes'
                       and not exists (select 1 from messages m where m.snapshot_id = s.id and m.event_id = s.event_id
                                          and m.status in ('draft', 'scheduled'))
                     order by s.expires_at limit ${PURGE_BATCH} for update of s skip locked)`.execute(
      this.em.getKysely(),
    );
  }

  private async onlyIn(oneId: string, otherId: string): Promise<GuestDifference> {
    const { rows } = await sql<{ count: number; guests: { id: string; name: string }[] }>`
      with only_here as materialized (
        select unnest(guest_ids) as id from audience_snapshots where id = ${oneId}
        except
        select unnest(guest_ids) from audience_snapshots where id = ${otherId}
      )
      select (select count(*)::int from only_here) as count,
             coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name, g.id)
                         from (select g.id, g.name from only_here join guests g using (id) order by g.name, g.id limit ${SHOWN_GUESTS}) g), '[]') as guests`.execute(
      this.em.getKysely(),
    );
    return rows[0]!;
  }
}
