import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';

const CANCEL_BATCH = 5000;

/**
 * That nothing of a message waits or is on the wire. Two questions, because each state has an index of its own rows; both in one
 * would walk through all rows of a big message each time.
 */
function hasNothingOpenSql(messageId: RawBuilder<string>): RawBuilder<boolean> {
  return sql`(not exists (select 1 from deliveries d where d.message_id = ${messageId} and d.status = 'pending')
          and not exists (select 1 from deliveries d where d.message_id = ${messageId} and d.status = 'dispatching'))`;
}

/** The ends of a message, and the search for whatever is due. */
@Injectable()
export class FinishingRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Ends a message that has nothing left to do: `sending` becomes `sent`, or `failed` when not one guest was or may have been reached
   * although somebody was tried; `cancelling` becomes `cancelled`.
   *
   * @returns the new status, or null when it is not over yet
   */
  async finish(messageId: string): Promise<'sent' | 'failed' | 'cancelled' | null> {
    const { rows } = await sql<{ status: 'sent' | 'failed' | 'cancelled' }>`
      update messages m
         set status = case
               when m.status = 'cancelling' then 'cancelled'
               when exists (select 1 from deliveries d where d.message_id = m.id and d.status in ('failed', 'bounced'))
                and not exists (select 1 from deliveries d where d.message_id = m.id and d.status in ('accepted', 'sent', 'delivered', 'read', 'unknown'))
                 then 'failed'
               else 'sent' end,
             status_reason = case
               when m.status = 'sending'
                and exists (select 1 from deliveries d where d.message_id = m.id and d.status in ('failed', 'bounced'))
                and not exists (select 1 from deliveries d where d.message_id = m.id and d.status in ('accepted', 'sent', 'delivered', 'read', 'unknown'))
                 then 'nobody_reached'
               else m.status_reason end,
             finished_at = clock_timestamp(),
             version = m.version + 1
       where m.id = ${messageId}
         and m.status in ('sending', 'cancelling')
         and ${hasNothingOpenSql(sql`m.id`)}
      returning m.status
    `.execute(this.em.getKysely());
    return rows[0]?.status ?? null;
  }

  /**
   * Lets a paused message go on that has nothing left to send, so that it can end. Who adds rows to a message changes its version, so
   * what was added at the same moment is not overlooked: the row that is changed must be the one that was looked at.
   *
   * @returns whether it goes on
   */
  async resumeWhatIsOver(messageId: string): Promise<boolean> {
    const resumed = await sql`
      update messages m set status = 'sending', status_reason = null, version = m.version + 1
        from (select id, version from messages where id = ${messageId} and status = 'paused') seen
       where m.id = seen.id and m.version = seen.version and m.status = 'paused'
         and ${hasNothingOpenSql(sql`seen.id`)}
    `.execute(this.em.getKysely());
    return Number(resumed.numAffectedRows ?? 0) > 0;
  }

  /** Paused messages with nothing left to send. */
  async listPausedAndOver(limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select m.id from messages m
       where m.status = 'paused'
         and ${hasNothingOpenSql(sql`m.id`)}
       order by m.id
       limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /**
   * Cancels what has not left yet of a message that is being cancelled. Rows on the wire finish by themselves; a row that waits
   * for its repeat after an unclear attempt may have left, so it becomes unknown and is not called cancelled.
   */
  async cancelPending(messageId: string): Promise<number> {
    let cancelled = 0;
    for (;;) {
      const result = await sql`
        with open as (
          select id from deliveries
           where message_id = ${messageId} and status = 'pending'
             and exists (select 1 from messages where id = ${messageId} and status = 'cancelling')
           order by id
           limit ${CANCEL_BATCH}
             for update
        )
        update deliveries d
           set status = case when d.maybe_sent_at is null then 'cancelled' else 'unknown' end,
               reason = case when d.maybe_sent_at is null then 'message_cancelled' else 'may_have_been_sent' end,
               fence = d.fence + 1, next_attempt_at = null, updated_at = clock_timestamp()
          from open where d.id = open.id
      `.execute(this.em.getKysely());
      const count = Number(result.numAffectedRows ?? 0);
      cancelled += count;
      if (count < CANCEL_BATCH) return cancelled;
    }
  }

  /** When the next row of a running message is due, in milliseconds from now; null when none is waiting. */
  async nextDueInMs(messageId: string): Promise<number | null> {
    const { rows } = await sql<{ due_in_ms: number | null }>`
      select (extract(epoch from min(next_attempt_at) - clock_timestamp()) * 1000)::float8 as due_in_ms
        from deliveries
       where message_id = ${messageId} and status = 'pending'
         and exists (select 1 from messages where id = ${messageId} and status = 'sending')
    `.execute(this.em.getKysely());
    const dueInMs = rows[0]?.due_in_ms ?? null;
    return dueInMs === null ? null : Math.max(0, dueInMs);
  }

  /** Notes that somebody is at this message, so that the sweeper need not ring for it. */
  async noteServed(messageId: string): Promise<void> {
    await sql`update messages set rung_at = clock_timestamp() where id = ${messageId} and status in ('sending', 'cancelling')`.execute(
      this.em.getKysely(),
    );
  }

  /**
   * Finds messages that PostgreSQL says need somebody: running with a row due or with nothing left, or being cancelled,
   * and not served within the last `quietMs`. Each is noted as rung in the same statement, so that replicas ring once.
   */
  async claimUnserved(quietMs: number, limit: number): Promise<{ messageId: string; isUrgent: boolean }[]> {
    const { rows } = await sql<{ id: string; is_urgent: boolean }>`
      with unserved as (
        select m.id from messages m
         where m.status in ('sending', 'cancelling')
           and (m.rung_at is null or m.rung_at < clock_timestamp() - make_interval(secs => ${quietMs / 1000}))
           and (m.status = 'cancelling'
                or exists (select 1 from deliveries d where d.message_id = m.id and d.status = 'pending' and d.next_attempt_at <= clock_timestamp())
                or ${hasNothingOpenSql(sql`m.id`)})
         order by m.id
         limit ${limit}
           for update of m skip locked
      )
      update messages m set rung_at = clock_timestamp() from unserved u where m.id = u.id
      returning m.id, (m.kind = 'test' or (m.kind like 'notice\\_%' and m.kind <> 'notice_invitation') or coalesce(m.total, 0) <= 200) as is_urgent
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ messageId: row.id, isUrgent: row.is_urgent }));
  }
}
