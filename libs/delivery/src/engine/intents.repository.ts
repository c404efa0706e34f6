import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { suppressedSql } from '@beckon/consent';
import { keptPlan } from '@beckon/core';
import { sql } from 'kysely';
import { KEY_HORIZON_MS } from '../domain/after-outcome';

/** One delivery that may go on the wire now, and until when. */
export interface Intent {
  readonly id: string;
  readonly recipient: string;
  readonly mergeValues: Record<string, unknown>;
  readonly guestId: string | null;
  readonly fence: number;
  readonly attempts: number;
  /** Time since the first attempt. */
  readonly ageMs: number;
  /** An earlier attempt ended unclear. */
  readonly mayHaveLeft: boolean;
  /** Of what that attempt sent; null when nobody could note it. */
  readonly payloadHash: Buffer | null;
}

export interface IntentRequest {
  readonly messageId: string;
  readonly provider: string;
  readonly isKeyed: boolean;
  /** Only as many as can go on the wire at once; one of few sizes (`batchOf`), as it is part of the statement's text. */
  readonly limit: number;
  readonly leaseMs: number;
  readonly expiresAt: Date | null;
  readonly isBroadcast: boolean;
  /** Only the first few of a big message: the rest waits until they are through. */
  readonly isCanary: boolean;
  /** Of a big message: the same statement comes hundreds of times, by many rows. */
  readonly isBig: boolean;
}

interface JudgedRow {
  id: string;
  status: string;
  recipient: string;
  merge_values: Record<string, unknown>;
  guest_id: string | null;
  fence: number;
  attempts: number;
  age_ms: number;
  may_have_left: boolean;
  payload_hash: Buffer | null;
}

/** The write-ahead intent: the last gate before the wire. */
@Injectable()
export class IntentsRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Moves due rows of one message from pending to dispatching, each with a lease and a higher fence, in one statement that
   * looks once more at everything that may have changed since the claim. A row that may not leave is closed with its reason
   * in the same breath, so that it cannot come back for ever.
   *
   * @returns the intents that may be sent, and how many rows were looked at; none when the message is not sending
   */
  async claim(request: IntentRequest): Promise<{ intents: Intent[]; examined: number }> {
    const suppressed = suppressedSql({
      organizationId: sql`d.organization_id`,
      eventId: sql`d.event_id`,
      channel: sql`d.channel`,
      addressKey: sql`d.address_key`,
      isBroadcast: request.isBroadcast,
    });
    // A caller that knows of no canary is not believed either: while it flies nobody takes anything else.
    const turn = request.isCanary ? sql`d.id in (select id from canary)` : sql`true`;
    const guard = request.isCanary ? sql`` : sql`and m.guard is distinct from 'canary'`;
    // a limit in the text lets PostgreSQL see that few rows are wanted; a plan for any limit would be one for a tenth of the table
    const { rows } = await sql<JudgedRow>`${request.isBig && !request.isCanary ? keptPlan : sql``}
      with ${request.isCanary ? sql`canary as materialized (select id from deliveries where message_id = ${request.messageId} and is_canary),` : sql``}
      due as (
        select d.id, d.organization_id, d.event_id, d.channel, d.address_key, d.guest_id, d.copy, d.provider, d.maybe_sent_at, d.first_attempt_at,
               (select audience from messages where id = ${request.messageId}) as audience
          from deliveries d
         where d.message_id = ${request.messageId}
           and d.status = 'pending'
           and d.next_attempt_at <= clock_timestamp()
           and ${turn}
           and exists (select 1 from messages m where m.id = ${request.messageId} and m.status = 'sending' ${guard})
         order by d.next_attempt_at, d.id
         limit ${sql.lit(request.limit)}
           for update of d skip locked
      ), looked_at as (
        -- one table less to join is a good part of the time to plan this; \`due\` has the rows as they were when they were locked
        select d.id,
               d.maybe_sent_at is not null as may_have_left,
               g.deleted_at is not null as is_removed,
               d.audience not in ('everyone', 'segment') and d.guest_id is not null and g.rsvp_status is distinct from d.audience as has_answered,
               ${suppressed} as suppression,
               -- a copy is not needed any more when an earlier one turns out to have arrived
               case when d.copy > 0 then exists (select 1 from deliveries o
                                                  where o.guest_id = d.guest_id and o.message_id = ${request.messageId} and o.id <> d.id
                                                    and o.status in ('accepted', 'sent', 'delivered', 'read')) else false end as has_reached,
               d.maybe_sent_at is not null and (
                 not ${request.isKeyed}::boolean
                 or d.provider is distinct from ${request.provider}::text
                 or d.first_attempt_at < clock_timestamp() - make_interval(secs => ${KEY_HORIZON_MS / 1000})
               ) as is_lost
          from due d
          left join guests g on g.id = d.guest_id
      ), judged as (
        select id, suppression, may_have_left,
               case
                 when is_lost then 'unknown'
                 when ${request.expiresAt}::timestamptz <= clock_timestamp() then 'expired'
                 when is_removed then 'removed'
                 when has_reached then 'already_received'
                 when suppression is not null then 'suppressed'
                 when has_answered then 'answered_meanwhile'
                 else 'send'
               end as reason
          from looked_at
      ), decided as (
        -- what may have left and must not be repeated any more can only be called unknown
        select id, suppression, case when may_have_left and reason <> 'send' then 'unknown' else reason end as verdict
          from judged
      )
      update deliveries d
         set status = case j.verdict when 'send' then 'dispatching' when 'unknown' then 'unknown' when 'suppressed' then 'suppressed' else 'skipped' end,
             reason = case j.verdict when 'send' then null when 'unknown' then 'may_have_been_sent' when 'suppressed' then 'suppressed:' || j.suppression else j.verdict end,
             fence = d.fence + 1,
             attempts = d.attempts + (j.verdict = 'send')::int,
             provider = case when j.verdict = 'send' then ${request.provider}::text else d.provider end,
             first_attempt_at = case when j.verdict = 'send' then coalesce(d.first_attempt_at, clock_timestamp()) else d.first_attempt_at end,
             lease_until = case when j.verdict = 'send' then clock_timestamp() + make_interval(secs => ${request.leaseMs / 1000}) end,
             next_attempt_at = case when j.verdict = 'send' then d.next_attempt_at end,
             updated_at = clock_timestamp()
        from decided j
       where d.id = j.id
      returning d.id, d.status, d.recipient, d.merge_values, d.guest_id, d.fence, d.attempts,
                d.payload_hash, d.maybe_sent_at is not null as may_have_left,
                (extract(epoch from clock_timestamp() - d.first_attempt_at) * 1000)::float8 as age_ms
    `.execute(this.em.getKysely());
    const intents = rows
      .filter((row) => row.status === 'dispatching')
      .map((row) => ({
        id: row.id,
        recipient: row.recipient,
        mergeValues: row.merge_values,
        guestId: row.guest_id,
        fence: row.fence,
        attempts: row.attempts,
        ageMs: row.age_ms,
        mayHaveLeft: row.may_have_left,
        payloadHash: row.payload_hash,
      }));
    return { intents, examined: rows.length };
  }
}
