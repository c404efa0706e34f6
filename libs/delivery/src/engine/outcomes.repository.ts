import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ChannelName } from '../channels/channel';
import type { DeliveryStatus } from '../domain/delivery-state';
import { ASSUMED_DELIVERED } from '../domain/unconfirmed';

/** One attempt that has ended, as the ledger keeps it. */
export interface RecordedOutcome {
  readonly deliveryId: string;
  readonly fence: number;
  readonly attempt: number;
  readonly status: DeliveryStatus;
  readonly provider: string;
  readonly providerMessageId: string | null;
  readonly payloadHash: Buffer;
  readonly outcome: 'accepted' | 'refused' | 'not_sent' | 'unclear';
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly retryInMs: number | null;
  /** Why nobody can know; null unless the status is unknown. */
  readonly reason: string | null;
  /** Uses up none of the delivery's attempts. */
  readonly isUncounted: boolean;
  /** The provider says that this address is dead, or (`stop`) that its owner wants nothing more: never write to it again. */
  readonly suppress: boolean | 'stop';
}

/** Writes what happened, many rows in one statement. */
@Injectable()
export class OutcomesRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Records outcomes. What a provider accepted is a fact and never fenced: it holds whoever has the row by now.
   * What we decided to do next (retry, give up) holds only while the fence is still ours. Nothing here can fail on a constraint.
   */
  async record(outcomes: readonly RecordedOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const column = <K extends keyof RecordedOutcome>(key: K): RecordedOutcome[K][] =>
      outcomes.map((outcome) => outcome[key]);
    const kysely = this.em.getKysely();
    await sql`
      update deliveries d
         -- what a person assumed to be sent is sent by now
         set status = case when o.outcome = 'accepted' and d.status = 'sent' then d.status else o.status end,
             reason = case when o.outcome = 'accepted' then null when o.status = 'unknown' then o.reason else d.reason end,
             provider_message_id = coalesce(o.provider_message_id, d.provider_message_id),
             attempts = d.attempts - o.is_uncounted::int,
             -- what may have left must stay as it was; what surely did not may still change
             payload_hash = case when d.maybe_sent_at is null then decode(o.payload_hash, 'hex') else coalesce(d.payload_hash, decode(o.payload_hash, 'hex')) end,
             error_code = o.error_code,
             error = o.error,
             accepted_at = case when o.outcome = 'accepted' then coalesce(d.accepted_at, clock_timestamp()) else d.accepted_at end,
             maybe_sent_at = case when o.outcome = 'unclear' then coalesce(d.maybe_sent_at, clock_timestamp()) else d.maybe_sent_at end,
             next_attempt_at = case when o.status = 'pending' then clock_timestamp() + make_interval(secs => o.retry_in_ms / 1000) end,
             lease_until = null,
             updated_at = clock_timestamp()
        from unnest(${column('deliveryId')}::uuid[], ${column('fence')}::int[], ${column('status')}::text[], ${column('outcome')}::text[],
                    ${column('providerMessageId')}::text[], ${outcomes.map((o) => o.payloadHash.toString('hex'))}::text[],
                    ${column('errorCode')}::text[], ${column('error')}::text[], ${column('retryInMs')}::float8[],
                    ${column('reason')}::text[], ${column('isUncounted')}::boolean[])
             as o (id, fence, status, outcome, provider_message_id, payload_hash, error_code, error, retry_in_ms, reason, is_uncounted)
       where d.id = o.id
         and case when o.outcome = 'accepted' then d.status in ('pending', 'dispatching', 'unknown') or d.reason = ${ASSUMED_DELIVERED}
                  else d.status = 'dispatching' and d.fence = o.fence end
    `.execute(kysely);
    const troubles = outcomes.filter((outcome) => outcome.outcome !== 'accepted');
    if (troubles.length > 0) await this.recordTroubles(troubles);
  }

  /** Hands rows back that were never given to the transport. */
  async giveBack(rows: readonly { id: string; fence: number }[]): Promise<number> {
    if (rows.length === 0) return 0;
    const result = await sql`
      update deliveries d
         set status = 'pending', attempts = d.attempts - 1, lease_until = null, next_attempt_at = clock_timestamp(), updated_at = clock_timestamp(),
             first_attempt_at = case when d.attempts = 1 then null else d.first_attempt_at end
        from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.fence)}::int[]) as r (id, fence)
       where d.id = r.id and d.fence = r.fence and d.status = 'dispatching'
    `.execute(this.em.getKysely());
    return Number(result.numAffectedRows ?? 0);
  }

  /** Whom these deliveries were for, in the order of their addresses so that two processes never lock crosswise. */
  async listAddresses(
    deliveryIds: readonly string[],
  ): Promise<{ organizationId: string; channel: ChannelName; address: string; addressKey: string }[]> {
    const { rows } = await sql<{ organizationId: string; channel: ChannelName; address: string; addressKey: string }>`
      select distinct organization_id as "organizationId", channel, recipient as address, address_key as "addressKey"
        from deliveries where id = any (${[...deliveryIds]}::uuid[]) order by address_key
    `.execute(this.em.getKysely());
    return rows;
  }

  private async recordTroubles(troubles: readonly RecordedOutcome[]): Promise<void> {
    await sql`
      insert into delivery_attempts (delivery_id, attempt, provider, outcome, error_code, error)
      select * from unnest(${troubles.map((t) => t.deliveryId)}::uuid[], ${troubles.map((t) => t.attempt)}::smallint[],
                           ${troubles.map((t) => t.provider)}::text[], ${troubles.map((t) => t.outcome)}::text[],
                           ${troubles.map((t) => t.errorCode)}::text[], ${troubles.map((t) => t.error)}::text[])
    `.execute(this.em.getKysely());
  }
}
