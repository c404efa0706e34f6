import type { GuestValues } from '@beckon/templates';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

/** One planned delivery of a message with a template. */
export interface PlannedRow {
  readonly id: string;
  readonly values: GuestValues;
}

/** What one guest will read, for the record of an invitation. */
export interface FilledTemplate {
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The deliveries of a message that is being claimed. Everything here runs inside the claim's transaction. */
@Injectable()
export class PlannedRepository {
  constructor(private readonly em: EntityManager) {}

  /** In id order, from after `afterId`. */
  async list(messageId: string, afterId: string | null, limit: number): Promise<PlannedRow[]> {
    const { rows } = await sql<PlannedRow>`
      select id, merge_values as values from deliveries
       where message_id = ${messageId} and status = 'pending'
         ${afterId === null ? sql`` : sql`and id > ${afterId}::uuid`}
       order by id
       limit ${limit}
    `.execute(this.em.getKysely());
    return rows;
  }

  async skipMissing(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql`
      update deliveries
         set status = 'skipped', reason = 'missing_value', next_attempt_at = null, fence = fence + 1, updated_at = clock_timestamp()
       where id = any (${[...ids]}::uuid[])
    `.execute(this.em.getKysely());
  }

  /** Keeps what the guests will read; where the message is no invitation there is nothing to keep it in. */
  async keepFilled(rows: readonly FilledTemplate[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`
      update whatsapp_invitations i
         set variables = f.variables, final_content = f.text
        from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ variables }) => JSON.stringify(variables))}::jsonb[],
                    ${rows.map(({ text }) => text)}::text[]) as f (id, variables, text)
       where i.id = f.id
    `.execute(this.em.getKysely());
  }

  /**
   * Plans those above the daily limit for the days after: WhatsApp counts the people that templates went to within 24 hours, over all
   * numbers of a business. People who got one within that time do not count again. A day is 24 hours here, also where a clock is changed.
   * Source: developers.facebook.com/docs/whatsapp/messaging-limits
   */
  async spreadOverDays(messageId: string, limit: number): Promise<void> {
    const kysely = this.em.getKysely();
    // two messages that are claimed at once must not both take what is left of a day
    await sql`select pg_advisory_xact_lock(hashtext('beckon:whatsapp-daily-recipients'))`.execute(kysely);
    await sql`
      with used as materialized (
        select address_key from deliveries
         where channel = 'whatsapp' and first_attempt_at > clock_timestamp() - interval '24 hours'
        union
        select d.address_key from messages m join deliveries d on d.message_id = m.id
         where m.status in ('sending', 'paused') and m.channel = 'whatsapp' and m.id <> ${messageId} and d.status in ('pending', 'dispatching')
      ), fresh as (
        select d.id, ((select count(*) from used) + dense_rank() over (order by d.address_key) - 1) / ${limit}::int as day
          from deliveries d
         where d.message_id = ${messageId} and d.status = 'pending'
           and not exists (select 1 from used u where u.address_key = d.address_key)
      )
      update deliveries d
         set next_attempt_at = clock_timestamp() + make_interval(hours => 24 * f.day::int)
        from fresh f where d.id = f.id and f.day > 0
    `.execute(kysely);
  }

  async countPending(messageId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from deliveries where message_id = ${messageId} and status = 'pending'
    `.execute(this.em.getKysely());
    return rows[0]!.count;
  }
}
