import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ChannelName } from '../channels/channel';
import type { BreakerCause } from '../domain/breaker';
import type { DeliveryFacts } from './domain/find-gaps';

/** A worker that has been silent for this long is not there: three beats. */
const SILENT_AFTER_SECONDS = 35;

interface GapsRow {
  workers: Record<ChannelName, string>[];
  last_seen: string | null;
  breakers: {
    provider: string;
    since: string | null;
    until: string | null;
    blame: BreakerCause['blame'] | null;
    error: string | null;
  }[];
  late: number;
  late_since: string | null;
  now: string;
}

/** What PostgreSQL knows about whether messages can leave. */
@Injectable()
export class GapsRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * @param organizationId whose messages are looked at
   * @param lateAfterSeconds how far past its time a planned message counts as late
   */
  async read(
    organizationId: string,
    lateAfterSeconds: number,
  ): Promise<Omit<DeliveryFacts, 'queue' | 'pollIntervalSeconds'> & { readonly now: Date }> {
    const { rows } = await sql<GapsRow>`
      select coalesce((select jsonb_agg(w.providers) from worker_heartbeats w
                        where w.seen_at > clock_timestamp() - make_interval(secs => ${SILENT_AFTER_SECONDS})), '[]') as workers,
             (select max(seen_at) from worker_heartbeats) as last_seen,
             coalesce((select jsonb_agg(jsonb_build_object('provider', b.provider, 'since', b.opened_at,
                                                            'until', case when b.state = 'open' and b.wait_until > clock_timestamp() then b.wait_until end, 'blame', b.blame, 'error', b.error) order by b.provider)
                         from provider_breakers b where b.state <> 'closed'), '[]') as breakers,
             late.count as late, late.since as late_since, clock_timestamp() as now
        from (select count(*)::int as count, min(send_at) as since from messages
               where status = 'scheduled' and send_at < clock_timestamp() - make_interval(secs => ${lateAfterSeconds})
                 and organization_id = ${organizationId}) late`.execute(this.em.getKysely());
    const row = rows[0]!;
    return {
      workers: row.workers,
      lastWorkerSeenAt: dateOf(row.last_seen),
      openBreakers: row.breakers.map(({ provider, since, until, blame, error }) => ({
        provider,
        since: dateOf(since),
        until: dateOf(until),
        cause: blame === null || error === null ? null : { blame, error },
      })),
      late: { count: row.late, since: dateOf(row.late_since) },
      now: new Date(row.now),
    };
  }
}

function dateOf(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
