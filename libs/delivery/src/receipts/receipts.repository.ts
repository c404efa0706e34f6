import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channels/channel';
import type { DeliveryStatus } from '../domain/delivery-state';
import type { ReceiptFact, ReceiptKind, ReceiptSubtype } from '../domain/receipt-facts';
import { type RankedFact, receiptRank } from '../domain/receipt-rank';
import { ASSUMED_DELIVERED } from '../domain/unconfirmed';

/** A receipt whose sender is verified. */
export interface IncomingReceipt {
  readonly provider: string;
  /** The same for every repetition. */
  readonly providerEventId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As far as the database can keep it. */
  readonly payload: unknown;
  /** What it says; null when nothing in it is for us, and it is only kept. */
  readonly fact: ReceiptFact | null;
  readonly receivedAt: Date;
}

/** A stored receipt that is still to be applied. */
export interface OpenReceipt {
  readonly id: string;
  readonly provider: string;
  readonly providerEventId: string;
  readonly kind: ReceiptKind;
  readonly subtype: ReceiptSubtype | null;
  readonly errorCode: string | null;
  readonly detail: string | null;
  readonly deliveryId: string | null;
  readonly providerMessageId: string | null;
  readonly occurredAt: Date;
}

/** The delivery that a receipt speaks of. */
export interface NamedDelivery {
  readonly id: string;
  readonly organizationId: string;
  readonly channel: ChannelName;
  readonly recipient: string | null;
  readonly addressKey: string | null;
}

/** A fact with what it says about trouble. */
export interface LedgerFact extends RankedFact {
  readonly errorCode: string | null;
  readonly detail: string | null;
}

/** What the facts make of a delivery. */
export interface RaisedDelivery {
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  /** Who tells, and the id it has there. */
  readonly provider: string;
  readonly providerMessageId: string | null;
}

/** A receipt that names nothing of ours for so long never will: it came from another installation. */
const GIVE_UP_AFTER = sql`interval '24 hours'`;
/** Who stores a receipt applies it itself before it answers; a worker takes over only when that did not happen. */
const LEFT_TO_ITS_TAKER = sql`interval '5 seconds'`;
/** Longer than any provider repeats (Svix: 28 hours) and than any message of SNS is accepted (7 days). */
const KEEP = sql`interval '30 days'`;

/** The inbox of receipts, and the facts that came out of it. */
@Injectable()
export class ReceiptsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Stores a receipt. @returns its id, or null when it was there before */
  async insert({
    provider,
    providerEventId,
    headers,
    payload,
    fact,
    receivedAt,
  }: IncomingReceipt): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      insert into provider_receipts (provider, provider_event_id, headers, payload, kind, subtype, error_code, detail, occurred_at,
                                     delivery_id, provider_message_id, next_attempt_at, applied_at)
      values (${provider}, ${providerEventId}, ${JSON.stringify(headers)}::jsonb, ${JSON.stringify(payload)}::jsonb,
              ${fact?.kind ?? null}, ${fact?.subtype ?? null}, ${fact?.errorCode ?? null}, ${fact?.detail ?? null},
              ${fact?.occurredAt ?? receivedAt}, ${fact?.deliveryId ?? null}, ${fact?.providerMessageId ?? null},
              case when ${fact !== null}::boolean then clock_timestamp() + ${LEFT_TO_ITS_TAKER} end, case when ${fact === null}::boolean then clock_timestamp() end)
      on conflict (provider, provider_event_id) do nothing
      returning id
    `.execute(this.em.getKysely());
    return rows[0]?.id ?? null;
  }

  /** The ids of receipts that wait and may be tried now, the longest waiting first. */
  async listDue(limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from provider_receipts where next_attempt_at <= clock_timestamp() order by next_attempt_at, id limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /** The ids of receipts about deliveries of one message that wait, whenever they may be tried. */
  async listWaiting(messageId: string, limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      with waiting as materialized (
        select id, delivery_id, provider_message_id from provider_receipts where next_attempt_at is not null
      )
      select w.id from waiting w join deliveries d on d.id = w.delivery_id where d.message_id = ${messageId}
      union
      select w.id from waiting w join deliveries d on d.provider_message_id = w.provider_message_id
       where d.message_id = ${messageId}
       order by id limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /** Locks a receipt to apply it; null when it is done, or somebody else is at it. */
  async claim(id: string): Promise<OpenReceipt | null> {
    const { rows } = await sql<Omit<OpenReceipt, 'occurredAt'> & { occurredAt: string }>`
      select id, provider, provider_event_id as "providerEventId", kind, subtype, error_code as "errorCode", detail,
             delivery_id as "deliveryId", provider_message_id as "providerMessageId", occurred_at as "occurredAt"
        from provider_receipts
       where id = ${id} and next_attempt_at is not null and kind is not null
         for update skip locked
    `.execute(this.em.getKysely());
    const row = rows[0];
    return row === undefined ? null : { ...row, occurredAt: new Date(row.occurredAt) };
  }

  /** Finds and locks what a receipt speaks of: by our own id first, by the provider's second. */
  async findDelivery({ deliveryId, provider, providerMessageId }: OpenReceipt): Promise<NamedDelivery | null> {
    const byId = deliveryId === null ? null : await this.lockDelivery(sql<boolean>`d.id = ${deliveryId}::uuid`);
    if (byId !== null || providerMessageId === null) return byId;
    return this.lockDelivery(sql<boolean>`d.provider_message_id = ${providerMessageId} and d.provider = ${provider}`);
  }

  async insertEvent(receipt: OpenReceipt, delivery: NamedDelivery): Promise<void> {
    await sql`
      insert into email_events (organization_id, delivery_id, receipt_id, provider, provider_event_id, kind, subtype, address_key,
                                occurred_at, error_code, detail)
      values (${delivery.organizationId}, ${delivery.id}, ${receipt.id}, ${receipt.provider}, ${receipt.providerEventId}, ${receipt.kind},
              ${receipt.subtype}, ${delivery.addressKey}, ${receipt.occurredAt}, ${receipt.errorCode}, ${receipt.detail})
      on conflict (receipt_id) do nothing
    `.execute(this.em.getKysely());
  }

  /** The first fact of each kind about a delivery: enough to decide its state, however often a mail was opened. */
  async listFacts(deliveryId: string): Promise<LedgerFact[]> {
    const { rows } = await sql<Omit<LedgerFact, 'occurredAt'> & { occurredAt: string }>`
      select distinct on (kind, subtype)
             provider || ' ' || provider_event_id as id, kind, subtype, error_code as "errorCode", detail, occurred_at as "occurredAt"
        from email_events
       where delivery_id = ${deliveryId}
       order by kind, subtype, occurred_at, (provider || ' ' || provider_event_id) collate "C"
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, occurredAt: new Date(row.occurredAt) }));
  }

  /**
   * Writes the state that the facts make, unless more is known already: never down, and never for a guest who was left out.
   * Between two facts of the same rank the words follow the deciding one.
   */
  async raise(deliveryId: string, it: RaisedDelivery): Promise<void> {
    const rank = sql<number>`${receiptRank[it.status]}::int`;
    await sql`
      update deliveries d
         set status = case when d.reason = ${ASSUMED_DELIVERED} and ${it.status}::text = 'accepted' then d.status else ${it.status} end,
             reason = ${it.reason},
             error_code = ${it.errorCode},
             error = ${it.error},
             provider = coalesce(d.provider, ${it.provider}),
             provider_message_id = case when coalesce(d.provider, ${it.provider}) = ${it.provider}
                                        then coalesce(d.provider_message_id, ${it.providerMessageId}) else d.provider_message_id end,
             accepted_at = case when ${it.status}::text = 'failed' then d.accepted_at else coalesce(d.accepted_at, clock_timestamp()) end,
             lease_until = null,
             next_attempt_at = null,
             updated_at = clock_timestamp()
       where d.id = ${deliveryId}
         -- what a person assumed is no fact: any fact is worth more
         and (case when d.reason = ${ASSUMED_DELIVERED} then 0 else ${rankSql} end < ${rank}
              or (d.status = ${it.status} and d.status in ('bounced', 'failed')
                  and (d.reason, d.error_code, d.error) is distinct from (${it.reason}::text, ${it.errorCode}::text, ${it.error}::text)))
    `.execute(this.em.getKysely());
  }

  /**
   * Whether an address has bounced softly so often within so many days, a given moment among them. What was before an admin
   * lifted a suppression is forgiven.
   */
  async hasSoftBounced(
    of: { organizationId: string; channel: string; addressKey: string; occurredAt: Date },
    { times, withinDays }: { times: number; withinDays: number },
  ): Promise<boolean> {
    const { rows } = await sql`
      with bounces as (
        select delivery_id, min(occurred_at) as at
          from email_events
         where organization_id = ${of.organizationId} and address_key = ${of.addressKey} and kind = 'bounce' and subtype = 'transient'
           and occurred_at between ${of.occurredAt}::timestamptz - make_interval(days => ${withinDays})
                               and ${of.occurredAt}::timestamptz + make_interval(days => ${withinDays})
           and occurred_at > coalesce((select max(lifted_at) from suppressions
                                        where organization_id = ${of.organizationId} and channel = ${of.channel}
                                          and address_key = ${of.addressKey} and reason = 'bounce'), '-infinity')
         group by delivery_id
      )
      select 1 from bounces last
       where (select count(*) from bounces b where b.at <= last.at and b.at > last.at - make_interval(days => ${withinDays})) >= ${times}
       limit 1
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  async markApplied(id: string, deliveryId: string): Promise<void> {
    await sql`
      update provider_receipts
         set applied_at = clock_timestamp(), next_attempt_at = null, parked_reason = null, delivery_id = ${deliveryId}, attempts = attempts + 1
       where id = ${id}
    `.execute(this.em.getKysely());
  }

  /**
   * Puts a receipt off: it is tried again after 1 s, 2 s, 4 s and so on up to 10 minutes, for 24 hours.
   *
   * @returns true when its time is over and it is not tried again
   */
  async park(id: string, reason: 'no_delivery' | 'apply_failed'): Promise<boolean> {
    const { rows } = await sql<{ is_given_up: boolean }>`
      update provider_receipts
         set attempts = attempts + 1,
             parked_reason = ${reason},
             next_attempt_at = case when received_at > clock_timestamp() - ${GIVE_UP_AFTER}
                                    then clock_timestamp() + make_interval(secs => least(600, power(2, least(attempts, 10)))) end
       where id = ${id} and applied_at is null
      returning next_attempt_at is null as is_given_up
    `.execute(this.em.getKysely());
    return rows[0]?.is_given_up ?? false;
  }

  /** Deletes receipts that are done with and old. */
  async deleteOld(limit: number): Promise<number> {
    const result = await sql`
      delete from provider_receipts
       where id in (select id from provider_receipts
                     where received_at < clock_timestamp() - ${KEEP} and next_attempt_at is null
                     order by received_at limit ${limit} for update skip locked)
    `.execute(this.em.getKysely());
    return Number(result.numAffectedRows ?? 0);
  }

  private async lockDelivery(which: RawBuilder<boolean>): Promise<NamedDelivery | null> {
    const { rows } = await sql<NamedDelivery>`
      select d.id, d.organization_id as "organizationId", d.channel, d.recipient, d.address_key as "addressKey"
        from deliveries d where ${which} order by d.id limit 1 for update
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }
}

/** `receiptRank` in SQL; null, and so never lower, for a guest who was left out. */
const rankSql = sql<number | null>`case d.status ${sql.join(
  Object.entries(receiptRank).map(([status, rank]) => sql`when ${sql.lit(status)} then ${sql.lit(rank)}::int`),
  sql` `,
)} end`;
