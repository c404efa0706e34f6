import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '@beckon/core';
import { type MessageStatus, type PauseDetail, pausedReasonOf } from '@beckon/messaging';
import { sql } from 'kysely';
import type { DeliveryStatus } from '../domain/delivery-state';
import { type LedgerGroup, type MessageProgress, type ProviderRequest, summarize } from './domain/summarize-progress';

/** So many of the latest answers of the provider are shown. */
const SHOWN_REQUESTS = 5;

interface ProgressRow {
  status: MessageStatus;
  status_reason: string | null;
  pause_detail: PauseDetail | null;
  now: string;
  rate_seconds: number;
  groups: {
    status: DeliveryStatus;
    reason: string | null;
    errorCode: string | null;
    error: string | null;
    count: number;
    recent: number;
    isSimulated: boolean;
  }[];
  requests: { deliveryId: string; provider: string; providerMessageId: string | null; at: string }[];
}

/** Looks at the ledger of one message. */
@Injectable()
export class ProgressRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Where a message stands: one statement, so that everything in it belongs to the same moment.
   *
   * @throws NotFound when the event has no such message
   */
  async get(eventId: string, messageId: string): Promise<MessageProgress> {
    const { rows } = await sql<ProgressRow>`
      with grouped as (
        select d.status, d.reason, d.error_code, min(d.error) as error, count(*)::int as count,
               count(*) filter (where d.accepted_at > statement_timestamp() - interval '10 seconds')::int as recent,
               bool_or(d.provider is not distinct from 'log') as is_simulated
          from deliveries d where d.message_id = ${messageId} and d.superseded_at is null
         group by d.status, d.reason, d.error_code
      ), latest as (
        select d.id, d.provider, d.provider_message_id, d.accepted_at
          from deliveries d
         where d.message_id = ${messageId} and d.accepted_at is not null and d.provider is not null
         order by d.accepted_at desc, d.id desc limit ${SHOWN_REQUESTS}
      )
      select m.status, m.status_reason, m.pause_detail, statement_timestamp() as now,
             least(10, greatest(1, extract(epoch from statement_timestamp() - m.claimed_at)))::float8 as rate_seconds,
             coalesce((select jsonb_agg(jsonb_build_object('status', g.status, 'reason', g.reason, 'errorCode', g.error_code, 'error', g.error,
                                                           'count', g.count, 'recent', g.recent, 'isSimulated', g.is_simulated)) from grouped g), '[]') as groups,
             coalesce((select jsonb_agg(jsonb_build_object('deliveryId', l.id, 'provider', l.provider, 'providerMessageId', l.provider_message_id, 'at', l.accepted_at)
                                        order by l.accepted_at desc, l.id desc) from latest l), '[]') as requests
        from messages m
       where m.id = ${messageId} and m.event_id = ${eventId} and m.kind <> 'test'
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) throw new NotFound('This message');
    const groups: LedgerGroup[] = row.groups;
    const requests: ProviderRequest[] = row.requests.map((request) => ({ ...request, at: new Date(request.at) }));
    return summarize(
      {
        status: row.status,
        pausedReason: pausedReasonOf({
          status: row.status,
          statusReason: row.status_reason,
          pauseDetail: row.pause_detail,
        }),
        now: new Date(row.now),
        rateSeconds: row.rate_seconds,
        requests,
      },
      groups,
    );
  }
}
