import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ClaimedContent } from '../engine/claimed-content';
import type { HistoryFacts } from './domain/delivery-timeline';

/** What one delivery was made of. */
export interface SentContent {
  readonly content: ClaimedContent;
  readonly mergeValues: Readonly<Record<string, unknown>>;
  /** Null when it never got as far as the wire. */
  readonly firstAttemptAt: Date | null;
}

/** No delivery has more of these; a bound all the same. */
const MOST = 200;

/** Everything the ledger keeps about one delivery. */
@Injectable()
export class DeliveryHistoryRepository {
  constructor(private readonly em: EntityManager) {}

  async getHistory(deliveryId: string): Promise<HistoryFacts> {
    const { rows } = await sql<{ facts: RawHistory }>`
      select jsonb_build_object(
        'createdAt', d.created_at, 'firstAttemptAt', d.first_attempt_at, 'acceptedAt', d.accepted_at, 'updatedAt', d.updated_at,
        'status', d.status, 'reason', d.reason, 'provider', d.provider, 'providerMessageId', d.provider_message_id,
        'resolution', d.resolution, 'resolvedAt', d.resolved_at, 'resolvedBy', (select u.name from users u where u.id = d.resolved_by),
        'attempts', (
          select coalesce(jsonb_agg(a order by a.at, a.id), '[]') from (
            select a.id, a.created_at as at, a.attempt, a.provider, a.outcome, a.error_code as "errorCode", a.error
              from delivery_attempts a where a.delivery_id = d.id order by a.id limit ${MOST}) a),
        'receipts', (
          select coalesce(jsonb_agg(x order by x.at, x.id), '[]') from (
            select x.id, x.occurred_at as at, x.provider, x.kind, x.subtype, x.error_code as "errorCode", x.detail
              from email_events x where x.delivery_id = d.id order by x.occurred_at limit ${MOST}) x),
        'suppressions', (
          select coalesce(jsonb_agg(s order by s.at, s.id), '[]') from (
            select s.id, s.created_at as at, s.reason, s.scope, s.lifted_at as "liftedAt" from suppressions s
             where s.organization_id = d.organization_id and s.channel = d.channel and s.address_key = d.address_key
             order by s.created_at limit ${MOST}) s),
        'acts', (
          select coalesce(jsonb_agg(l order by l.at, l.id), '[]') from (
            select l.id, l.created_at as at, l.action, coalesce(u.name, k.name) as "by"
              from audit_log l
              left join users u on l.actor_kind = 'user' and u.id = l.actor_id
              left join api_keys k on l.actor_kind = 'api_key' and k.id = l.actor_id
             where l.subject_id = d.id and l.organization_id = d.organization_id and l.action <> 'delivery.resolved' order by l.id limit ${MOST}) l)
      ) as facts
        from deliveries d where d.id = ${deliveryId}
    `.execute(this.em.getKysely());
    return withDates(rows[0]!.facts);
  }

  /** @returns null where nothing was ever made to be sent */
  async findContent(deliveryId: string): Promise<SentContent | null> {
    const { rows } = await sql<{
      content: ClaimedContent;
      mergeValues: Record<string, unknown> | null;
      firstAttemptAt: string | null;
    }>`
      select c.content, d.merge_values as "mergeValues", d.first_attempt_at as "firstAttemptAt"
        from deliveries d
        join messages m on m.id = d.message_id
        join content_versions c on c.id = coalesce(d.content_version_id, m.content_version_id)
       where d.id = ${deliveryId}
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined || row.mergeValues === null) return null;
    const firstAttemptAt = row.firstAttemptAt === null ? null : new Date(row.firstAttemptAt);
    return { content: row.content, mergeValues: row.mergeValues, firstAttemptAt };
  }

  /** The address in full. */
  async getRecipient(deliveryId: string): Promise<string | null> {
    const { rows } = await sql<{ recipient: string | null }>`
      select coalesce(d.recipient, case when d.channel = 'email' then g.email else g.phone end) as recipient
        from deliveries d left join guests g on g.id = d.guest_id where d.id = ${deliveryId}
    `.execute(this.em.getKysely());
    return rows[0]?.recipient ?? null;
  }

  /** Other messages that were made for a guest, or will be: the newest first. Drafts are left out. */
  async listMessageIds(
    eventId: string,
    { beforeId, limit, withDrafts }: { beforeId: string | null; limit: number; withDrafts: boolean },
  ): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from messages
       where event_id = ${eventId} and kind <> 'test' ${withDrafts ? sql`` : sql`and status <> 'draft'`}
         ${beforeId === null ? sql`` : sql`and id < ${beforeId}::uuid`}
       order by id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /** Whether the event has such a guest, on the list or taken off it. */
  async hasGuest(eventId: string, guestId: string): Promise<boolean> {
    const { rows } = await sql`select 1 from guests where id = ${guestId} and event_id = ${eventId}`.execute(
      this.em.getKysely(),
    );
    return rows.length > 0;
  }
}

/** JSON has no instants. */
type Texts<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };
type RawHistory = Omit<Texts<HistoryFacts>, 'attempts' | 'receipts' | 'suppressions' | 'acts'> & {
  [K in 'attempts' | 'receipts' | 'suppressions' | 'acts']: readonly Texts<HistoryFacts[K][number]>[];
};

function withDates(raw: RawHistory): HistoryFacts {
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return {
    ...raw,
    createdAt: new Date(raw.createdAt),
    firstAttemptAt: date(raw.firstAttemptAt),
    acceptedAt: date(raw.acceptedAt),
    updatedAt: new Date(raw.updatedAt),
    resolvedAt: date(raw.resolvedAt),
    attempts: raw.attempts.map((one) => ({ ...one, at: new Date(one.at) })),
    receipts: raw.receipts.map((one) => ({ ...one, at: new Date(one.at) })),
    suppressions: raw.suppressions.map((one) => ({ ...one, at: new Date(one.at), liftedAt: date(one.liftedAt) })),
    acts: raw.acts.map((one) => ({ ...one, at: new Date(one.at) })),
  };
}
