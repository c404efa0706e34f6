import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ClaimedContent } from '../engine/claimed-content';

export interface NewTestSend {
  readonly organizationId: string;
  readonly eventId: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly whatsAppTemplateId: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly recipient: string;
  readonly addressKey: string;
  readonly mergeValues: Readonly<Record<string, unknown>>;
  readonly content: ClaimedContent;
  readonly createdBy: string | null;
}

/** What an event says about itself in a test message. */
export interface TestSendEvent {
  readonly name: string;
  readonly venue: string;
  readonly hostName: string;
  readonly startsAtLocal: string;
  readonly accentColour: string | null;
  readonly logoUrl: string | null;
  readonly senderName: string | null;
  readonly replyTo: string | null;
  readonly footer: string | null;
}

/** Test messages: a message of its own with one delivery and no guest, sent by the same engine. */
@Injectable()
export class TestSendsRepository {
  constructor(private readonly em: EntityManager) {}

  async getEvent(eventId: string): Promise<TestSendEvent> {
    const { rows } = await sql<TestSendEvent>`
      select name, venue, host_name as "hostName", starts_at_local as "startsAtLocal", accent_colour as "accentColour",
             logo_url as "logoUrl", sender_name as "senderName", reply_to as "replyTo", footer
        from events where id = ${eventId}
    `.execute(this.em.getKysely());
    return rows[0]!;
  }

  /**
   * How many test messages of this event were made within the last hour, and how long until there is one less. Others wait
   * until the running transaction ends, so that many at the same moment count each other.
   */
  async countLastHour(eventId: string): Promise<{ count: number; oneLessInSeconds: number }> {
    await sql`select 1 from events where id = ${eventId} for no key update`.execute(this.em.getKysely());
    const { rows } = await sql<{ count: number; seconds: number }>`
      select count(*)::int as count,
             ceil(coalesce(extract(epoch from min(created_at) + interval '1 hour' - clock_timestamp()), 0))::int as seconds
        from messages
       where event_id = ${eventId} and kind = 'test' and created_at > clock_timestamp() - interval '1 hour'
    `.execute(this.em.getKysely());
    return { count: rows[0]!.count, oneLessInSeconds: Math.max(1, rows[0]!.seconds) };
  }

  /** Makes message, content and delivery; due at once. */
  async add(test: NewTestSend): Promise<{ messageId: string; deliveryId: string }> {
    const kysely = this.em.getKysely();
    const message = await sql<{ id: string }>`
      insert into messages (organization_id, event_id, kind, channel, audience, subject, body, whatsapp_template_id, status, send_at, claimed_at, total, created_by)
      values (${test.organizationId}, ${test.eventId}, 'test', ${test.channel}, 'everyone', ${test.subject}, ${test.body}, ${test.whatsAppTemplateId}, 'sending',
              clock_timestamp(), clock_timestamp(), 1, ${test.createdBy})
      returning id
    `.execute(kysely);
    const messageId = message.rows[0]!.id;
    const content = await sql<{ id: string }>`
      insert into content_versions (organization_id, message_id, content)
      values (${test.organizationId}, ${messageId}, ${JSON.stringify(test.content)}::jsonb) returning id
    `.execute(kysely);
    await sql`update messages set content_version_id = ${content.rows[0]!.id} where id = ${messageId}`.execute(kysely);
    const delivery = await sql<{ id: string }>`
      insert into deliveries (organization_id, event_id, message_id, channel, dedupe_key, status, recipient, address_key, merge_values, next_attempt_at)
      values (${test.organizationId}, ${test.eventId}, ${messageId}, ${test.channel}, 't:1', 'pending', ${test.recipient}, ${test.addressKey},
              ${JSON.stringify(test.mergeValues)}::jsonb, clock_timestamp())
      returning id
    `.execute(kysely);
    return { messageId, deliveryId: delivery.rows[0]!.id };
  }
}
