import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { MeasuredSend } from './domain/departure-estimate';

/** Guests who would not get a message for the same reason. */
export interface RehearsedExclusion {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly { readonly guestId: string; readonly name: string }[];
}

const EXAMPLES = 5;
/** Too few say more of the overhead than of the pace. */
const ENOUGH_TO_MEASURE = 20;
/** A rehearsal holds the message; nobody waits longer for it. */
const LONGEST_SECONDS = 30;

/** The preparations of a rehearsal, and what it finds. Everything here runs in a transaction that is rolled back. */
@Injectable()
export class ExplainRepository {
  constructor(private readonly em: EntityManager) {}

  /** Makes a message due now, and this transaction short. */
  async makeDue(messageId: string): Promise<void> {
    await sql`select set_config('statement_timeout', ${`${LONGEST_SECONDS}s`}, true)`.execute(this.em.getKysely());
    await sql`
      update messages set status = 'scheduled', send_at = clock_timestamp(), claim_after = null where id = ${messageId}
    `.execute(this.em.getKysely());
  }

  /** When the event starts. */
  async getStart(eventId: string): Promise<Date> {
    const { rows } = await sql<{ at: string }>`select starts_at as at from events where id = ${eventId}`.execute(
      this.em.getKysely(),
    );
    return new Date(rows[0]!.at);
  }

  /** Who would be left out, the biggest groups first. */
  async listExclusions(messageId: string): Promise<RehearsedExclusion[]> {
    const { rows } = await sql<RehearsedExclusion>`
      with left_out as (
        select d.reason, d.guest_id, row_number() over (partition by d.reason order by d.guest_id) as nth
          from deliveries d where d.message_id = ${messageId} and d.status in ('skipped', 'suppressed')
      )
      select l.reason, count(*)::int as count,
             coalesce(jsonb_agg(jsonb_build_object('guestId', g.id, 'name', g.name) order by l.nth) filter (where g.id is not null), '[]') as examples
        from left_out l
        left join guests g on g.id = l.guest_id and l.nth <= ${EXAMPLES}
       group by l.reason
       order by count(*) desc, l.reason
    `.execute(this.em.getKysely());
    return rows;
  }

  /** How fast the event's last message over this channel left; null when none says enough. */
  async findLastSend(eventId: string, channel: string): Promise<MeasuredSend | null> {
    const { rows } = await sql<MeasuredSend>`
      select total, (extract(epoch from finished_at - claimed_at) * 1000)::float8 as "tookMs" from messages
       where event_id = ${eventId} and channel = ${channel} and status = 'sent' and total >= ${ENOUGH_TO_MEASURE} and finished_at > claimed_at
       order by id desc limit 1
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }
}
