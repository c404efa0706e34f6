import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { KEY_HORIZON_MS } from '../domain/after-outcome';

const REAP_BATCH = 500;

/** Rows whose sender never came back. */
@Injectable()
export class LeasesRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Takes rows over whose lease is past. Their sender died or hangs, so the message may have left: with a keyed provider the same
   * key is sent again within its horizon, with any other nobody can know and the row becomes unknown.
   *
   * @param keyedProviders providers that recognise a repeat
   * @returns how many rows went each way, and the messages they belong to
   */
  async reap(keyedProviders: readonly string[]): Promise<{ again: number; unknown: number; messageIds: string[] }> {
    const { rows } = await sql<{ status: string; message_id: string }>`
      with lost as (
        select id from deliveries
         where status = 'dispatching' and lease_until < clock_timestamp()
         order by lease_until
         limit ${REAP_BATCH}
           for update skip locked
      ), judged as (
        select d.id, d.provider = any (${[...keyedProviders]}::text[])
                     and d.first_attempt_at > clock_timestamp() - make_interval(secs => ${KEY_HORIZON_MS / 1000}) as may_repeat
          from lost join deliveries d on d.id = lost.id
      ), moved as (
        update deliveries d
           set status = case when j.may_repeat then 'pending' else 'unknown' end,
               reason = case when j.may_repeat then null else 'sender_lost' end,
               fence = d.fence + 1,
               lease_until = null,
               maybe_sent_at = coalesce(d.maybe_sent_at, d.updated_at),
               next_attempt_at = case when j.may_repeat then clock_timestamp() end,
               updated_at = clock_timestamp()
          from judged j
         where d.id = j.id
        returning d.id, d.status, d.message_id, d.attempts, d.provider
      ), noted as (
        insert into delivery_attempts (delivery_id, attempt, provider, outcome, error_code, error)
        select id, attempts, provider, 'unclear', 'SENDER_LOST', 'The process that was sending it ended without saying what happened.' from moved
      )
      select status, message_id from moved
    `.execute(this.em.getKysely());
    const again = rows.filter((row) => row.status === 'pending').length;
    return { again, unknown: rows.length - again, messageIds: [...new Set(rows.map((row) => row.message_id))] };
  }
}
