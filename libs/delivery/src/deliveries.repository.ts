import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { decodeCursor, NotFound, type Page, toPage } from '@beckon/core';
import { sql } from 'kysely';
import type { ChannelName } from './channels/channel';
import type { DeliveryStatus } from './domain/delivery-state';
import type { Resolution } from './domain/unconfirmed';

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
  /** 0: the first; higher: sent again. */
  readonly copy: number;
  readonly resolution: Resolution | null;
  readonly resolvedAt: Date | null;
  /** The person; null also where the organization's setting decided. */
  readonly resolvedBy: string | null;
  readonly updatedAt: Date;
}

export interface DeliveriesFilter {
  readonly statuses: readonly DeliveryStatus[];
  /** Part of a guest's name or address, or a whole provider id. */
  readonly q: string | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

type DeliveryRow = Omit<DeliveryView, 'updatedAt' | 'resolvedAt'> & { updatedAt: string; resolvedAt: string | null };

/** Reads the ledger. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * The rows of one message in the order they were planned, the excluded guests included; one per guest, the latest.
   *
   * @throws NotFound when the event has no such message
   */
  async list(eventId: string, messageId: string, filter: DeliveriesFilter): Promise<Page<DeliveryView>> {
    await this.requireMessage(eventId, messageId);
    const after = decodeCursor(filter.cursor, ['uuid'])?.[0] ?? null;
    const pattern = filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, '\\$&').toLowerCase()}%`;
    const { rows } = await sql<DeliveryRow>`
      select d.id, d.guest_id as "guestId", g.name as "guestName", d.recipient, d.channel, d.status, d.reason, d.provider,
             d.provider_message_id as "providerMessageId", d.attempts, d.error_code as "errorCode", d.error, d.copy, d.resolution, d.resolved_at as "resolvedAt", d.resolved_by as "resolvedBy", d.updated_at as "updatedAt"
        from deliveries d
        left join guests g on g.id = d.guest_id
       where d.message_id = ${messageId} and d.event_id = ${eventId} and d.superseded_at is null
         ${after === null ? sql`` : sql`and d.id > ${after}::uuid`}
         ${filter.statuses.length === 0 ? sql`` : sql`and d.status = any (${[...filter.statuses]}::text[])`}
         ${pattern === null ? sql`` : sql`and (lower(g.name) like ${pattern} or d.address_key like ${pattern} or d.provider_message_id = ${filter.q})`}
       order by d.id
       limit ${filter.limit + 1}
    `.execute(this.em.getKysely());
    return toPage(
      rows.map((row) => ({
        ...row,
        resolvedAt: row.resolvedAt === null ? null : new Date(row.resolvedAt),
        updatedAt: new Date(row.updatedAt),
      })),
      filter.limit,
      (row) => [row.id],
    );
  }

  private async requireMessage(eventId: string, messageId: string): Promise<void> {
    const { rows } =
      await sql`select 1 from messages where id = ${messageId} and event_id = ${eventId} and kind <> 'test'`.execute(
        this.em.getKysely(),
      );
    if (rows.length === 0) throw new NotFound('This message');
  }
}
