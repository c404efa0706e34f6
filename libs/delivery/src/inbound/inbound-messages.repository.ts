import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, toPage } from '@beckon/core';
import { sql } from 'kysely';
import type { InboundMeaning, InboundMessage } from '../domain/twilio-inbound';

/** What a message did, beside being kept. */
export type InboundEffect = 'stopped' | 'started' | 'answered' | 'answer_too_late';

/** A message that is still to be applied. */
export interface OpenInbound {
  readonly id: string;
  readonly channel: 'sms' | 'whatsapp';
  readonly fromPhone: string;
  readonly meaning: InboundMeaning;
}

/** Somebody of whom we wrote to a number. */
export interface WrittenTo {
  readonly organizationId: string;
  readonly eventId: string;
  readonly guestId: string;
}

/** One message as people see it. */
export interface InboundMessageView {
  readonly id: string;
  readonly channel: 'sms' | 'whatsapp';
  readonly body: string;
  readonly mediaCount: number;
  readonly meaning: InboundMeaning;
  readonly effect: InboundEffect | null;
  readonly receivedAt: Date;
}

/** A message answers what was written within this time. */
const LATELY = sql`interval '90 days'`;
/** What nobody of ours wrote is not kept for long. */
const KEEP_STRANGERS = sql`interval '30 days'`;

/** What guests write to us. */
@Injectable()
export class InboundMessagesRepository {
  constructor(private readonly em: EntityManager) {}

  /** Stores a message, to be applied at once. @returns its id, or null when it was there before */
  async insert(provider: string, message: InboundMessage, receivedAt: Date): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      insert into inbound_messages (provider, provider_message_id, channel, from_phone, to_address, body, media_count, meaning, received_at, next_attempt_at)
      values (${provider}, ${message.providerMessageId}, ${message.channel}, ${message.fromPhone}, ${message.toAddress}, ${message.body},
              ${message.mediaCount}, ${message.meaning}, ${receivedAt}, clock_timestamp())
      on conflict (provider, provider_message_id) do nothing
      returning id
    `.execute(this.em.getKysely());
    return rows[0]?.id ?? null;
  }

  /** The ids of messages that wait and may be tried now. */
  async listDue(limit: number): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from inbound_messages where next_attempt_at <= clock_timestamp() order by next_attempt_at, id limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /**
   * Locks the conversation that a message belongs to until the transaction ends, so that a STOP and a START that come together
   * are applied in the order in which they came.
   *
   * @returns what is still to be applied in it, oldest first; none when the message is done
   */
  async claimConversation(id: string): Promise<OpenInbound[]> {
    const { rows } = await sql<{ from_phone: string }>`
      select from_phone from inbound_messages where id = ${id} and next_attempt_at is not null
    `.execute(this.em.getKysely());
    const phone = rows[0]?.from_phone;
    if (phone === undefined) return [];
    await sql`select pg_advisory_xact_lock(hashtextextended('inbound ' || ${phone}::text, 0))`.execute(
      this.em.getKysely(),
    );
    const open = await sql<OpenInbound>`
      select id, channel, from_phone as "fromPhone", meaning
        from inbound_messages where from_phone = ${phone} and next_attempt_at is not null order by id for update
    `.execute(this.em.getKysely());
    return open.rows;
  }

  /** The organizations that ever wrote to a number over a channel, and a guest of theirs that they meant, in the order of their ids. */
  async listSenders({
    channel,
    fromPhone,
  }: OpenInbound): Promise<{ organizationId: string; guestId: string | null }[]> {
    const { rows } = await sql<{ organizationId: string; guestId: string | null }>`
      select distinct on (organization_id) organization_id as "organizationId", guest_id as "guestId"
        from deliveries
       where channel in ('sms', 'whatsapp') and address_key = ${fromPhone} and channel = ${channel} and attempts > 0
       order by organization_id, guest_id is null, id desc
    `.execute(this.em.getKysely());
    return rows;
  }

  /** Everybody on a list whom we wrote to at a number lately, the one of the newest message first. */
  async listWrittenTo({ channel, fromPhone }: OpenInbound): Promise<WrittenTo[]> {
    const { rows } = await sql<WrittenTo & { last: string }>`
      select d.organization_id as "organizationId", d.event_id as "eventId", d.guest_id as "guestId", max(d.first_attempt_at) as last
        from deliveries d join guests g on g.id = d.guest_id and g.deleted_at is null
       where d.channel in ('sms', 'whatsapp') and d.address_key = ${fromPhone} and d.channel = ${channel} and d.attempts > 0
         and d.status in ('dispatching', 'accepted', 'sent', 'delivered', 'read', 'unknown')
         and d.first_attempt_at > clock_timestamp() - ${LATELY}
       group by 1, 2, 3
       order by last desc, d.guest_id
    `.execute(this.em.getKysely());
    return rows.map(({ organizationId, eventId, guestId }) => ({ organizationId, eventId, guestId }));
  }

  /** Puts a message into the conversations of these guests. */
  async linkGuests(id: string, guests: readonly WrittenTo[]): Promise<void> {
    if (guests.length === 0) return;
    await sql`
      insert into inbound_message_guests (inbound_message_id, organization_id, event_id, guest_id)
      select ${id}::uuid, * from unnest(${guests.map((it) => it.organizationId)}::uuid[], ${guests.map((it) => it.eventId)}::uuid[],
                                        ${guests.map((it) => it.guestId)}::uuid[])
      on conflict do nothing
    `.execute(this.em.getKysely());
  }

  async markApplied(id: string, effect: InboundEffect | null): Promise<void> {
    await sql`
      update inbound_messages set applied_at = clock_timestamp(), next_attempt_at = null, effect = ${effect}, attempts = attempts + 1
       where id = ${id}
    `.execute(this.em.getKysely());
  }

  /** Puts a message off: it is tried again after 1 s, 2 s, 4 s and so on up to 10 minutes, until it works. */
  async putOff(id: string): Promise<void> {
    await sql`
      update inbound_messages
         set attempts = least(attempts + 1, 30000),
             next_attempt_at = clock_timestamp() + make_interval(secs => least(600, power(2, least(attempts, 10))))
       where id = ${id} and applied_at is null
    `.execute(this.em.getKysely());
  }

  /** The messages of one guest, newest first. */
  async listOfGuest(
    eventId: string,
    guestId: string,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<InboundMessageView>> {
    const before = decodeCursor(cursor, ['uuid'])?.[0] ?? null;
    const { rows } = await sql<Omit<InboundMessageView, 'receivedAt'> & { receivedAt: string }>`
      select i.id, i.channel, i.body, i.media_count as "mediaCount", i.meaning, i.effect, i.received_at as "receivedAt"
        from inbound_message_guests l join inbound_messages i on i.id = l.inbound_message_id
       where l.guest_id = ${guestId} and l.event_id = ${eventId} and (${before}::uuid is null or l.inbound_message_id < ${before}::uuid)
       order by l.inbound_message_id desc limit ${limit + 1}
    `.execute(this.em.getKysely());
    const items = rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }));
    return toPage(items, limit, (row) => [row.id]);
  }

  /** Deletes old messages of people whom nobody here wrote to. */
  async deleteStrangers(limit: number): Promise<number> {
    const result = await sql`
      delete from inbound_messages
       where id in (select i.id from inbound_messages i
                     where i.received_at < clock_timestamp() - ${KEEP_STRANGERS} and i.next_attempt_at is null
                       and not exists (select 1 from inbound_message_guests l where l.inbound_message_id = i.id)
                     order by i.received_at limit ${limit} for update skip locked)
    `.execute(this.em.getKysely());
    return Number(result.numAffectedRows ?? 0);
  }
}
