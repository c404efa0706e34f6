import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { suppressedSql } from '@beckon/consent';
import type { Criteria, GuestFacts as SegmentGuest } from '@beckon/guests';
import { sql } from 'kysely';
import type { DeliveryFacts, MessageFacts } from './domain/answer-facts';
import type { AnswerChange } from './domain/rsvp-at';

/** One guest and one message. */
export interface Pair {
  readonly guestId: string | null;
  readonly messageId: string;
}

/** A message with its event, as answers need it. */
export interface AskedMessage extends MessageFacts {
  readonly id: string;
  readonly subject: string | null;
  readonly body: string;
  readonly createdAt: Date;
  readonly criteria: Criteria | null;
  readonly eventId: string;
  readonly eventName: string;
  readonly timeZone: string;
}

export interface AskedGuest extends SegmentGuest {
  readonly id: string;
  readonly eventId: string;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

export interface AskedDelivery extends DeliveryFacts {
  readonly guestId: string | null;
  readonly messageId: string;
  readonly recipient: string | null;
  readonly providerMessageId: string | null;
  readonly createdAt: Date;
}

/** So many changes of one guest's answer are looked at; who changed their mind more often than this gets "not known". */
export const MOST_CHANGES = 50;

type Dated<T, K extends keyof T> = Omit<T, K> & Record<K, string | null>;
type MessageInstants = 'sendAt' | 'heldUntil' | 'claimedAt' | 'finishedAt' | 'claimAfter' | 'createdAt';
type DeliveryInstants =
  | 'nextAttemptAt'
  | 'acceptedAt'
  | 'updatedAt'
  | 'deliveredAt'
  | 'openedAt'
  | 'complainedAt'
  | 'suppressedAt'
  | 'resolvedAt'
  | 'createdAt';

/** Reads what answers are made of, for many pairs at once: a few statements, however many pairs there are. */
@Injectable()
export class AnswersRepository {
  constructor(private readonly em: EntityManager) {}

  async now(): Promise<Date> {
    const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(this.em.getKysely());
    return new Date(rows[0]!.now);
  }

  async listMessages(ids: readonly string[]): Promise<AskedMessage[]> {
    if (ids.length === 0) return [];
    const { rows } = await sql<Dated<AskedMessage, MessageInstants>>`
      select m.id, m.kind, m.channel, m.audience, s.name as "segmentName", s.criteria, m.subject, left(m.body, 200) as body, m.status,
             m.status_reason as "statusReason", m.cancelled_by as "cancelledBy", who.name as "cancelledByName", m.send_at as "sendAt",
             m.held_until as "heldUntil", m.claimed_at as "claimedAt", m.finished_at as "finishedAt", m.claim_attempts::int as "claimAttempts",
             m.claim_after as "claimAfter", m.created_at as "createdAt", e.id as "eventId", e.name as "eventName", e.time_zone as "timeZone"
        from messages m
        join events e on e.id = m.event_id
        left join segments s on s.id = m.segment_id
        left join lateral (
          select u.name from audit_log a join users u on u.id = a.actor_id
           where m.cancelled_by = 'person' and a.subject_id = m.id and a.organization_id = m.organization_id
             and a.action = 'message.cancelled' and a.actor_kind = 'user'
           order by a.id desc limit 1
        ) who on true
       where m.id = any (${[...ids]}::uuid[])
    `.execute(this.em.getKysely());
    return rows.map((row) => ({
      ...row,
      ...dates(row, ['sendAt', 'heldUntil', 'claimedAt', 'finishedAt', 'claimAfter']),
      createdAt: new Date(row.createdAt!),
    }));
  }

  async listGuests(ids: readonly string[]): Promise<AskedGuest[]> {
    if (ids.length === 0) return [];
    const { rows } = await sql<Dated<AskedGuest, 'rsvpAnsweredAt' | 'createdAt' | 'deletedAt'>>`
      select id, event_id as "eventId", name, email, phone, rsvp_status as "rsvpStatus", rsvp_answered_at as "rsvpAnsweredAt",
             plus_ones::int as "plusOnes", tags, locale, attributes, invitation_status as "invitationStatus",
             created_at as "createdAt", deleted_at as "deletedAt"
        from guests where id = any (${[...ids]}::uuid[])
    `.execute(this.em.getKysely());
    return rows.map((row) => ({
      ...row,
      ...dates(row, ['rsvpAnsweredAt', 'deletedAt']),
      createdAt: new Date(row.createdAt!),
    }));
  }

  /** All rows of the ledger of these guests for these messages. */
  async listDeliveries(guestIds: readonly string[], messageIds: readonly string[]): Promise<AskedDelivery[]> {
    if (guestIds.length === 0 || messageIds.length === 0) return [];
    return this.deliveries(
      sql`d.guest_id = any (${[...guestIds]}::uuid[]) and d.message_id = any (${[...messageIds]}::uuid[])`,
    );
  }

  async listDeliveriesById(ids: readonly string[]): Promise<AskedDelivery[]> {
    return ids.length === 0 ? [] : this.deliveries(sql`d.id = any (${[...ids]}::uuid[])`);
  }

  /** How these guests changed their answers, newest first, of each the latest few. */
  async listChanges(guestIds: readonly string[]): Promise<Map<string, AnswerChange[]>> {
    const changes = new Map<string, AnswerChange[]>();
    if (guestIds.length === 0) return changes;
    const { rows } = await sql<{ guestId: string; was: string; changedAt: string }>`
      select c.guest_id as "guestId", c.was, c.changed_at as "changedAt"
        from unnest(${[...guestIds]}::uuid[]) as asked (id)
        cross join lateral (
          select guest_id, was, changed_at, id from rsvp_changes where guest_id = asked.id
           order by changed_at desc, id desc limit ${MOST_CHANGES}
        ) c
       order by c.guest_id, c.changed_at desc, c.id desc
    `.execute(this.em.getKysely());
    for (const { guestId, was, changedAt } of rows)
      changes.set(guestId, [...(changes.get(guestId) ?? []), { was, changedAt: new Date(changedAt) }]);
    return changes;
  }

  /** Why these guests must not be written to as things stand: `<guest> <message>` to the reason. */
  async listStandingSuppressions(pairs: readonly Pair[]): Promise<Map<string, string>> {
    if (pairs.length === 0) return new Map();
    const suppression = suppressedSql({
      organizationId: sql`m.organization_id`,
      eventId: sql`m.event_id`,
      channel: sql`m.channel`,
      addressKey: sql`case when m.channel = 'email' then g.email_key else g.phone end`,
      isBroadcast: true,
    });
    const { rows } = await sql<{ guestId: string; messageId: string; reason: string | null }>`
      select g.id as "guestId", m.id as "messageId", ${suppression} as reason
        from unnest(${pairs.map((pair) => pair.guestId)}::uuid[], ${pairs.map((pair) => pair.messageId)}::uuid[]) as asked (guest_id, message_id)
        join guests g on g.id = asked.guest_id
        join messages m on m.id = asked.message_id
    `.execute(this.em.getKysely());
    return new Map(
      rows.flatMap(({ guestId, messageId, reason }) => (reason === null ? [] : [[`${guestId} ${messageId}`, reason]])),
    );
  }

  private async deliveries(which: ReturnType<typeof sql>): Promise<AskedDelivery[]> {
    const { rows } = await sql<Dated<AskedDelivery, DeliveryInstants>>`
      select d.id, d.guest_id as "guestId", d.message_id as "messageId", d.step::int as step, d.copy::int as copy, d.channel, d.status, d.reason,
             d.recipient, d.provider, d.provider_message_id as "providerMessageId", d.attempts::int as attempts,
             d.next_attempt_at as "nextAttemptAt", d.maybe_sent_at is not null as "mayHaveLeft", d.error_code as "errorCode", d.error,
             d.accepted_at as "acceptedAt", d.updated_at as "updatedAt", d.created_at as "createdAt",
             told.delivered_at as "deliveredAt", told.opened_at as "openedAt", told.complained_at as "complainedAt",
             suppressed.at as "suppressedAt", d.resolved_at as "resolvedAt", decider.name as "resolvedByName", shared.name as "sharesAddressWith"
        from deliveries d
        left join lateral (
          select min(x.occurred_at) filter (where x.kind = 'delivered') as delivered_at,
                 min(x.occurred_at) filter (where x.kind in ('opened', 'read')) as opened_at,
                 min(x.occurred_at) filter (where x.kind = 'complaint') as complained_at
            from email_events x where x.delivery_id = d.id
        ) told on d.provider is not null
        left join lateral (
          select min(s.created_at) as at from suppressions s
           where d.status = 'suppressed' and s.organization_id = d.organization_id and s.channel = d.channel and s.address_key = d.address_key
             and 'suppressed:' || s.reason = d.reason and s.created_at <= d.updated_at and (s.lifted_at is null or s.lifted_at >= d.updated_at)
        ) suppressed on true
        left join lateral (
          select g.name from deliveries first join guests g on g.id = first.guest_id
           where d.reason = 'duplicate_contact' and first.message_id = d.message_id and first.dedupe_key = 'c:' || d.address_key
             and first.step = 0 and first.copy = 0
        ) shared on true
        left join users decider on decider.id = d.resolved_by
       where ${which}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({
      ...row,
      ...dates(row, [
        'nextAttemptAt',
        'acceptedAt',
        'deliveredAt',
        'openedAt',
        'complainedAt',
        'suppressedAt',
        'resolvedAt',
      ]),
      updatedAt: new Date(row.updatedAt!),
      createdAt: new Date(row.createdAt!),
    }));
  }
}

/** Instants come as texts. */
function dates<K extends string>(row: Record<K, string | null>, names: readonly K[]): Record<K, Date | null> {
  return Object.fromEntries(names.map((name) => [name, row[name] === null ? null : new Date(row[name])])) as Record<
    K,
    Date | null
  >;
}
