import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { decodeCursor, NotFound, type Page, toPage } from '@beckon/core';
import { sql } from 'kysely';
import type { ChannelName } from './channels/channel';
import type { DeliveryStatus } from './domain/delivery-state';

/** One guest's row of a message, as people see it. */
export interface DeliveryView {
  readonly id: string;
  readonly guestId: string | null;
  readonly guestName: string | null;
  readonly recipient: string | null;
  readonly channel: ChannelName;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly provider: string | null;
  readonly providerMessageId: string | null;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly updatedAt: Date;
}

export interface DeliveriesFilter {
  readonly statuses: readonly DeliveryStatus[];
  /** Part of a guest's name or address, or a whole provider id. */
  readonly q: string | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Where a message stands, from one snapshot of the database. */
export interface MessageProgress {
  readonly status: string;
  readonly total: number;
  readonly counts: Record<
    'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'suppressed' | 'skipped' | 'cancelled' | 'unknown',
    number
  >;
  /** Handed over within the last ten seconds, per second. */
  readonly ratePerSecond: number;
  readonly now: Date;
}

type DeliveryRow = Omit<DeliveryView, 'updatedAt'> & { updatedAt: string };

/** Reads the ledger. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * The rows of one message in the order they were planned, the excluded guests included.
   *
   * @throws NotFound when the event has no such message
   */
  async list(eventId: string, messageId: string, filter: DeliveriesFilter): Promise<Page<DeliveryView>> {
    await this.requireMessage(eventId, messageId);
    const after = decodeCursor(filter.cursor, ['uuid'])?.[0] ?? null;
    const pattern = filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, '\\$&').toLowerCase()}%`;
    const { rows } = await sql<DeliveryRow>`
      select d.id, d.guest_id as "guestId", g.name as "guestName", d.recipient, d.channel, d.status, d.reason, d.provider,
             d.provider_message_id as "providerMessageId", d.attempts, d.error_code as "errorCode", d.error, d.updated_at as "updatedAt"
        from deliveries d
        left join guests g on g.id = d.guest_id
       where d.message_id = ${messageId} and d.event_id = ${eventId}
         ${after === null ? sql`` : sql`and d.id > ${after}::uuid`}
         ${filter.statuses.length === 0 ? sql`` : sql`and d.status = any (${[...filter.statuses]}::text[])`}
         ${pattern === null ? sql`` : sql`and (lower(g.name) like ${pattern} or d.address_key like ${pattern} or d.provider_message_id = ${filter.q})`}
       order by d.id
       limit ${filter.limit + 1}
    `.execute(this.em.getKysely());
    return toPage(
      rows.map((row) => ({ ...row, updatedAt: new Date(row.updatedAt) })),
      filter.limit,
      (row) => [row.id],
    );
  }

  /** @throws NotFound when the event has no such message */
  async getProgress(eventId: string, messageId: string): Promise<MessageProgress> {
    const { rows } = await sql<ProgressRow>`
      select m.status, clock_timestamp() as now,
             coalesce(c.total, 0) as total, coalesce(c.queued, 0) as queued, coalesce(c.sending, 0) as sending, coalesce(c.sent, 0) as sent,
             coalesce(c.delivered, 0) as delivered, coalesce(c.failed, 0) as failed, coalesce(c.suppressed, 0) as suppressed,
             coalesce(c.skipped, 0) as skipped, coalesce(c.cancelled, 0) as cancelled, coalesce(c.unknown, 0) as unknown,
             case when m.status in ('sending', 'cancelling') then
               (select count(*)::float8 / 10 from deliveries d where d.message_id = m.id and d.accepted_at > clock_timestamp() - interval '10 seconds')
             else 0 end as rate
        from messages m
        left join message_counts c on c.message_id = m.id
       where m.id = ${messageId} and m.event_id = ${eventId} and m.kind <> 'test'
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) throw new NotFound('This message');
    const { queued, sending, sent, delivered, failed, suppressed, skipped, cancelled, unknown } = row;
    return {
      status: row.status,
      total: row.total,
      counts: { queued, sending, sent, delivered, failed, suppressed, skipped, cancelled, unknown },
      ratePerSecond: row.rate,
      now: new Date(row.now),
    };
  }

  private async requireMessage(eventId: string, messageId: string): Promise<void> {
    const { rows } =
      await sql`select 1 from messages where id = ${messageId} and event_id = ${eventId} and kind <> 'test'`.execute(
        this.em.getKysely(),
      );
    if (rows.length === 0) throw new NotFound('This message');
  }
}

interface ProgressRow {
  status: string;
  now: string;
  total: number;
  queued: number;
  sending: number;
  sent: number;
  delivered: number;
  failed: number;
  suppressed: number;
  skipped: number;
  cancelled: number;
  unknown: number;
  rate: number;
}
