import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type MessageGuard, recipientsSql, type RecipientsQuery } from '@beckon/messaging';
import { type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channels/channel';
import { canarySizeOf } from '../domain/guard-rails';
import { GuardRailsRepository } from './guard-rails.repository';

/** A due message with what the claim decides by, both rows locked. */
export interface DueMessage {
  readonly id: string;
  readonly organizationId: string;
  readonly eventId: string;
  readonly kind: string;
  readonly channel: ChannelName;
  readonly audience: string;
  readonly segmentId: string | null;
  readonly whatsAppTemplateId: string | null;
  /** Only some of the audience, whom the message names. */
  readonly namesGuests: boolean;
  readonly subject: string | null;
  readonly body: string;
  readonly dedupe: string;
  readonly sendAt: Date;
  readonly expiresAt: Date | null;
  readonly snapshotId: string | null;
  readonly claimAttempts: number;
  /** The database's clock. */
  readonly now: Date;
  readonly event: {
    readonly name: string;
    readonly venue: string;
    readonly hostName: string;
    readonly startsAt: Date;
    readonly startsAtLocal: string;
    readonly timeZone: string;
    readonly isOver: boolean;
    readonly accentColour: string | null;
    readonly logoUrl: string | null;
    readonly senderName: string | null;
    readonly replyTo: string | null;
    readonly footer: string | null;
  };
}

interface DueRow {
  id: string;
  organization_id: string;
  event_id: string;
  kind: string;
  channel: ChannelName;
  audience: string;
  segment_id: string | null;
  whatsapp_template_id: string | null;
  names_guests: boolean;
  subject: string | null;
  body: string;
  dedupe: string;
  send_at: string;
  expires_at: string | null;
  snapshot_id: string | null;
  claim_attempts: number;
  now: string;
  name: string;
  venue: string;
  host_name: string;
  starts_at: string;
  starts_at_local: string;
  time_zone: string;
  is_over: boolean;
  accent_colour: string | null;
  logo_url: string | null;
  sender_name: string | null;
  reply_to: string | null;
  footer: string | null;
}

/** Reads and moves messages that are due. */
@Injectable()
export class ClaimsRepository {
  constructor(
    private readonly em: EntityManager,
    private readonly guardRails: GuardRailsRepository,
  ) {}

  /** Ids of due messages, oldest first. Nothing is locked: each is claimed in a transaction of its own. */
  async listDue(limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from messages
       where status = 'scheduled' and send_at <= clock_timestamp()
         and (claim_after is null or claim_after <= clock_timestamp())
       order by send_at, id
       limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => row.id);
  }

  /** Messages that become due within this time and not yet, with how long that is. */
  async listSoon(withinMs: number, limit: number): Promise<{ messageId: string; dueInMs: number }[]> {
    const { rows } = await sql<{ id: string; due_in_ms: number }>`
      select id, (extract(epoch from send_at - clock_timestamp()) * 1000)::float8 as due_in_ms
        from messages
       where status = 'scheduled' and send_at > clock_timestamp() and send_at <= clock_timestamp() + make_interval(secs => ${withinMs / 1000})
       order by send_at, id
       limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ messageId: row.id, dueInMs: row.due_in_ms }));
  }

  /** Locks the event (shared) and then the message, if it is due and nobody else has it. */
  async claimDue(messageId: string): Promise<DueMessage | null> {
    const { rows } = await sql<DueRow>`
      select m.id, m.organization_id, m.event_id, m.kind, m.channel, m.audience, m.segment_id, m.whatsapp_template_id, m.guest_ids is not null as names_guests, m.subject, m.body, m.dedupe,
             m.send_at, m.expires_at, m.snapshot_id, m.claim_attempts, clock_timestamp() as now,
             e.name, e.venue, e.host_name, e.starts_at, e.starts_at_local, e.time_zone,
             -- that an event is called off is news worth a broadcast; only reminders of it are not
             (e.deleted_at is not null or (e.status = 'cancelled' and m.kind <> 'broadcast')) as is_over,
             e.accent_colour, e.logo_url, e.sender_name, e.reply_to, e.footer
        from messages m
        join events e on e.id = m.event_id
       where m.id = ${messageId} and m.status = 'scheduled' and m.send_at <= clock_timestamp()
         and (m.claim_after is null or m.claim_after <= clock_timestamp())
         for share of e
         for update of m skip locked
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : toDueMessage(rows[0]);
  }

  async insertContent(message: DueMessage, content: unknown): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      insert into content_versions (organization_id, message_id, content)
      values (${message.organizationId}, ${message.id}, ${JSON.stringify(content)}::jsonb)
      returning id
    `.execute(this.em.getKysely());
    return rows[0]!.id;
  }

  /**
   * Writes one row per guest of the audience, those who do not get it included with their reason. With a kept count only its
   * guests get the message: who joined since is skipped, and who left since has a row that says so.
   *
   * @returns how many rows, and how many of them will be sent
   */
  async insertDeliveries(
    message: DueMessage,
    recipients: RecipientsQuery,
  ): Promise<{ total: number; pending: number }> {
    let total = 0;
    if (message.snapshotId === null) {
      total = await this.insertRows(message, recipientsSql(recipients));
    } else {
      const kept = sql`select unnest(guest_ids) from audience_snapshots where id = ${message.snapshotId}`;
      const ofCount = recipientsSql({ ...recipients, preferredGuestIds: kept });
      total += await this.insertRows(message, sql`select * from (${ofCount}) k where k.guest_id in (${kept})`);
      total += await this.insertRows(message, joinedSinceSql(recipientsSql(recipients), kept));
      total += await this.insertRows(message, leftSinceSql(message, recipientsSql(recipients), kept));
    }
    const { rows } = await sql<{ pending: number }>`
      select count(*)::int as pending from deliveries where message_id = ${message.id} and status = 'pending'
    `.execute(this.em.getKysely());
    return { total, pending: rows[0]?.pending ?? 0 };
  }

  private async insertRows(message: DueMessage, rows: RawBuilder<unknown>): Promise<number> {
    const inserted = await sql`
      insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, reason,
                              recipient, address_key, merge_values, next_attempt_at)
      select ${message.organizationId}::uuid, ${message.eventId}::uuid, ${message.id}::uuid, r.guest_id, ${message.channel}::text, r.dedupe_key,
             r.status, r.reason, r.address, r.address_key, r.merge_values,
             case when r.status = 'pending' then clock_timestamp() end
        from (${rows}) r
    `.execute(this.em.getKysely());
    return Number(inserted.numAffectedRows ?? 0);
  }

  /** Lets a message run whose deliveries are written; a big one with its guard rails. */
  async markSending(
    messageId: string,
    contentVersionId: string,
    { total, pending }: { readonly total: number; readonly pending: number },
  ): Promise<void> {
    await this.guardRails.start(messageId, canarySizeOf(pending));
    await sql`
      update messages
         set status = 'sending', content_version_id = ${contentVersionId}, total = ${total}, claimed_at = clock_timestamp(), held_until = null,
             claim_error = null, claim_after = null, status_reason = null, rung_at = clock_timestamp(), version = version + 1
       where id = ${messageId}
    `.execute(this.em.getKysely());
  }

  /** Leaves a due message scheduled for another try; the reason is a stable word, `error` the same in words where there are any. */
  async putOff(messageId: string, retryAt: Date, reason: string, error: string | null = null): Promise<void> {
    await sql`
      update messages set claim_after = ${retryAt}, status_reason = ${reason}, claim_error = ${error}, version = version + 1 where id = ${messageId} and status = 'scheduled'
    `.execute(this.em.getKysely());
  }

  /** Ends a message that must not leave any more; the reason is a stable word. */
  async cancelBySystem(messageId: string, reason: string): Promise<void> {
    await sql`
      update messages
         set status = 'cancelled', cancelled_by = 'system', status_reason = ${reason}, finished_at = clock_timestamp(), version = version + 1
       where id = ${messageId}
    `.execute(this.em.getKysely());
  }

  /** Notes a claim that went wrong: later again, and after the last attempt failed for good. Other messages are not held up. */
  async noteFailedClaim(messageId: string, error: string, maxAttempts: number): Promise<void> {
    await sql`
      update messages
         set claim_attempts = claim_attempts + 1,
             claim_error = ${error},
             claim_after = clock_timestamp() + make_interval(secs => 15 * power(2, claim_attempts)),
             status = case when claim_attempts + 1 >= ${maxAttempts} then 'failed' else status end,
             status_reason = case when claim_attempts + 1 >= ${maxAttempts} then 'claim_failed' else status_reason end,
             finished_at = case when claim_attempts + 1 >= ${maxAttempts} then clock_timestamp() end,
             version = version + 1
       where id = ${messageId} and status = 'scheduled'
    `.execute(this.em.getKysely());
  }

  /** What a running message is drained with. */
  async findRunning(messageId: string): Promise<RunningRow | null> {
    const { rows } = await sql<RunningRow>`
      select m.id, m.event_id, m.kind, m.channel, m.total, m.send_at, m.expires_at, m.guard, e.starts_at, c.id as content_version_id, c.content
        from messages m
        join events e on e.id = m.event_id
        join content_versions c on c.id = m.content_version_id
       where m.id = ${messageId} and m.status = 'sending'
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** How long until a scheduled message is due, in milliseconds; null when it is not scheduled. */
  async dueInMs(messageId: string): Promise<number | null> {
    const { rows } = await sql<{ due_in_ms: number }>`
      select (extract(epoch from greatest(send_at, coalesce(claim_after, send_at)) - clock_timestamp()) * 1000)::float8 as due_in_ms
        from messages where id = ${messageId} and status = 'scheduled'
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : Math.max(0, rows[0].due_in_ms);
  }
}

/** As it comes from the database: instants are texts. */
export interface RunningRow {
  readonly id: string;
  readonly event_id: string;
  readonly kind: string;
  readonly channel: ChannelName;
  readonly total: number | null;
  readonly send_at: string | null;
  readonly expires_at: string | null;
  readonly guard: MessageGuard | null;
  readonly starts_at: string;
  readonly content_version_id: string;
  readonly content: unknown;
}

/** Guests of the audience who were not in the kept count: excluded, whatever else they are. */
function joinedSinceSql(everybody: RawBuilder<unknown>, kept: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select a.guest_id, 'x:' || a.guest_id::text as dedupe_key, case when a.status = 'pending' then 'skipped' else a.status end as status,
           coalesce(a.reason, 'joined_later') as reason, a.address, a.address_key, a.merge_values
      from (${everybody}) a where a.guest_id not in (${kept})`;
}

/** Guests of the kept count who are in the audience no more. */
function leftSinceSql(
  message: DueMessage,
  everybody: RawBuilder<unknown>,
  kept: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select g.id as guest_id, 'x:' || g.id::text as dedupe_key, 'skipped' as status,
           case when g.deleted_at is null then 'answered_meanwhile' else 'removed' end as reason,
           null::text as address, null::text as address_key, null::jsonb as merge_values
      from guests g
     where g.event_id = ${message.eventId} and g.id in (${kept}) and g.id not in (select a.guest_id from (${everybody}) a)`;
}

function toDueMessage(row: DueRow): DueMessage {
  return {
    id: row.id,
    organizationId: row.organization_id,
    eventId: row.event_id,
    kind: row.kind,
    channel: row.channel,
    audience: row.audience,
    segmentId: row.segment_id,
    whatsAppTemplateId: row.whatsapp_template_id,
    namesGuests: row.names_guests,
    subject: row.subject,
    body: row.body,
    dedupe: row.dedupe,
    sendAt: new Date(row.send_at),
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    snapshotId: row.snapshot_id,
    claimAttempts: row.claim_attempts,
    now: new Date(row.now),
    event: {
      name: row.name,
      venue: row.venue,
      hostName: row.host_name,
      startsAt: new Date(row.starts_at),
      startsAtLocal: row.starts_at_local,
      timeZone: row.time_zone,
      isOver: row.is_over,
      accentColour: row.accent_colour,
      logoUrl: row.logo_url,
      senderName: row.sender_name,
      replyTo: row.reply_to,
      footer: row.footer,
    },
  };
}
