import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type PauseDetail, PROTECT } from '@beckon/messaging';
import { sql } from 'kysely';
import { CANARY_SIZE, toleratedOf, WATCHED_OUTCOMES } from '../domain/guard-rails';

/** A message that was paused to protect its sender. */
export interface ProtectedMessage {
  readonly organizationId: string;
  readonly detail: PauseDetail;
}

interface GuardRow {
  organization_id: string;
  status: string;
  pause_detail: PauseDetail | null;
}

/** The guard rails of big messages. All their rules are in statements, so that they hold for any number of workers. */
@Injectable()
export class GuardRailsRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Begins with the guard rails of a message whose rows were just written and that nobody serves yet.
   *
   * @param canarySize how many leave alone first; 0: none
   */
  async start(messageId: string, canarySize: number): Promise<void> {
    const kysely = this.em.getKysely();
    await sql`delete from outcome_windows where message_id = ${messageId}`.execute(kysely);
    if (canarySize === 0) {
      await sql`update messages set guard = 'watch' where id = ${messageId} and guard = 'canary'`.execute(kysely);
      return;
    }
    await sql`update deliveries set is_canary = false where message_id = ${messageId} and is_canary`.execute(kysely);
    await sql`
      update deliveries set is_canary = true
       where id in (select id from deliveries where message_id = ${messageId} and status = 'pending' order by next_attempt_at, id limit ${canarySize})
    `.execute(kysely);
    await sql`update messages set guard = 'canary' where id = ${messageId}`.execute(kysely);
  }

  /**
   * Decides about the first few of a message, once they are through: each was tried, or closed by the gate. A row that waits for
   * another attempt is through, so that a greylisted one holds nobody up; one that waits for its provider as a whole is not. Rows of
   * a worker that died are through when their lease was taken over.
   *
   * @returns `passed`: the rest may go; `waiting`: not yet, or decided by somebody else; else why it is paused now
   */
  async judgeCanary(messageId: string): Promise<'passed' | 'waiting' | ProtectedMessage> {
    const tolerated = sql.lit(toleratedOf(CANARY_SIZE));
    const { rows } = await sql<GuardRow>`
      with canary as (
        select count(*) filter (where status = 'dispatching' or (status = 'pending' and attempts = 0)) as open,
               count(*) filter (where status in ('failed', 'bounced')) as failed,
               mode() within group (order by coalesce(error, error_code)) filter (where status in ('failed', 'bounced')) as cause
          from deliveries where message_id = ${messageId} and is_canary
      )
      update messages m
         set guard = case when c.failed > ${tolerated} then m.guard else 'watch' end,
             status = case when c.failed > ${tolerated} then 'paused' else m.status end,
             status_reason = case when c.failed > ${tolerated} then ${PROTECT} else m.status_reason end,
             pause_detail = case when c.failed > ${tolerated}
                                 then jsonb_build_object('stage', 'first', 'failed', c.failed, 'of', ${sql.lit(CANARY_SIZE)}, 'cause', c.cause) end,
             version = m.version + (c.failed > ${tolerated})::int
        from canary c
       where m.id = ${messageId} and m.status = 'sending' and m.guard = 'canary' and c.open = 0
      returning m.organization_id, m.status, m.pause_detail
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) return 'waiting';
    return row.pause_detail === null ? 'passed' : { organizationId: row.organization_id, detail: row.pause_detail };
  }

  /**
   * Adds outcomes to the window of a message: a mean over about the last 200, in which older ones count less and less. It begins
   * with the first failure, so a message where nothing fails has none.
   *
   * @returns whether too many of them failed
   */
  async addOutcomes(messageId: string, { failed, others }: { failed: number; others: number }): Promise<boolean> {
    const seen = failed + others;
    const size = sql.lit(WATCHED_OUTCOMES);
    const kysely = this.em.getKysely();
    const sum = sql`
      failed = (w.failed + ${failed}::float8) * least(1, ${size} / (w.seen + ${seen}::float8)),
      seen = least(${size}, w.seen + ${seen}::float8), updated_at = clock_timestamp()`;
    const { rows } =
      failed === 0
        ? await sql<{
            failed: number;
          }>`update outcome_windows w set ${sum} where message_id = ${messageId} returning failed`.execute(kysely)
        : await sql<{ failed: number }>`
            insert into outcome_windows as w (message_id, seen, failed)
            values (${messageId}, least(${size}, ${seen}::float8), ${failed}::float8 * least(1, ${size} / ${seen}::float8))
            on conflict (message_id) do update set ${sum}
            returning failed`.execute(kysely);
    return (rows[0]?.failed ?? 0) > toleratedOf(WATCHED_OUTCOMES);
  }

  /** Pauses a message that is watched, because of what its window holds. @returns null when it is not running or no longer watched */
  async pauseWatched(messageId: string): Promise<ProtectedMessage | null> {
    const { rows } = await sql<GuardRow>`
      update messages m
         set status = 'paused', status_reason = ${PROTECT}, version = m.version + 1,
             pause_detail = jsonb_build_object('stage', 'last', 'failed', least(round(w.failed), w.seen), 'of', ${sql.lit(WATCHED_OUTCOMES)}, 'cause',
               (select mode() within group (order by coalesce(d.error, d.error_code)) from deliveries d
                 where d.message_id = m.id and d.status in ('failed', 'bounced') and d.superseded_at is null))
        from outcome_windows w
       where m.id = ${messageId} and w.message_id = m.id and m.status = 'sending' and m.guard = 'watch'
      returning m.organization_id, m.status, m.pause_detail
    `.execute(this.em.getKysely());
    const row = rows[0];
    return row === undefined ? null : { organizationId: row.organization_id, detail: row.pause_detail! };
  }
}
