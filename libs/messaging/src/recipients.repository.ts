import type { SuppressionReason } from '@beckon/consent';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type RecipientsQuery, recipientsSql } from './recipients-sql';

/** Who would get a message and who would not. */
export interface RecipientCount {
  /** Guests who would get it. */
  readonly count: number;
  /** Guests of the audience: `count` and all excluded ones. */
  readonly total: number;
  readonly excluded: {
    readonly suppressed: number;
    readonly noAddress: number;
    readonly duplicate: number;
    /** WhatsApp only: no marketing template reaches a number of the United States. */
    readonly notReachableUs?: number;
    /** WhatsApp only: free text goes to those alone who wrote within 24 hours. */
    readonly outsideWindow?: number;
  };
  /** The suppressed ones by reason; only reasons that occur. */
  readonly suppressedBy: Readonly<Record<string, number>>;
  readonly asOf: Date;
}

interface CountRow {
  count: number;
  total: number;
  suppressed: number;
  no_address: number;
  duplicate: number;
  not_reachable_us: number;
  outside_window: number;
  suppressed_by: Record<SuppressionReason, number>;
  as_of: string;
}

const reasons: readonly SuppressionReason[] = ['complaint', 'bounce', 'stop', 'unsubscribe', 'manual'];

/** One pass over `recipientsSql`, without keeping its rows. */
const countColumns = sql`
  count(*)::int as total,
  count(*) filter (where status = 'pending')::int as count,
  count(*) filter (where status = 'suppressed')::int as suppressed,
  count(*) filter (where reason = 'no_address')::int as no_address,
  count(*) filter (where reason = 'duplicate_contact')::int as duplicate,
  count(*) filter (where reason = 'not_reachable_us')::int as not_reachable_us,
  count(*) filter (where reason = 'outside_window')::int as outside_window,
  jsonb_build_object(${sql.join(reasons.map((reason) => sql`${sql.lit(reason)}, count(*) filter (where reason = ${sql.lit(`suppressed:${reason}`)})`))}) as suppressed_by,
  clock_timestamp() as as_of`;

/**
 * Equal for equal sets of guests, in whatever order they come, so that no sort is needed: how many, and two independent
 * 64-bit sums without carry of their hashes.
 */
const digestColumn = sql`
  count(*) filter (where status = 'pending') || '.' || coalesce(bit_xor(uuid_hash_extended(guest_id, 1)) filter (where status = 'pending'), 0)
    || '.' || coalesce(bit_xor(uuid_hash_extended(guest_id, 2)) filter (where status = 'pending'), 0) as digest`;

/** Resolves audiences. All of it is built around `recipientsSql`, so that what is counted is what is sent. */
@Injectable()
export class RecipientsRepository {
  constructor(private readonly em: EntityManager) {}

  async count(query: RecipientsQuery): Promise<RecipientCount> {
    const { rows } = await sql<CountRow>`select ${countColumns} from (${recipientsSql(query)}) r`.execute(
      this.em.getKysely(),
    );
    return countOf(rows[0]!);
  }

  /**
   * The count, with the set of guests kept for an hour under an id. Equal sets share one row.
   *
   * @returns the count, and `snapshot` with `digest`, equal for equal sets
   */
  async countAndKeep(
    query: RecipientsQuery,
    segmentId: string | null,
  ): Promise<RecipientCount & { readonly snapshot: string; readonly digest: string }> {
    const { rows } = await sql<CountRow & { snapshot: string; digest: string }>`
      with counted as materialized (
        select ${countColumns}, ${digestColumn}, coalesce(array_agg(guest_id) filter (where status = 'pending'), '{}') as guest_ids
          from (${recipientsSql(query)}) r
      ),
      kept as (
        update audience_snapshots s set expires_at = now() + interval '1 hour'
          from counted h
         where s.event_id = ${query.eventId} and s.audience = ${query.audience} and s.channel = ${query.channel} and s.digest = h.digest
           and s.segment_id is not distinct from ${segmentId}::uuid and s.dedupe = ${query.dedupe} and s.expires_at > now()
        returning s.id
      ),
      added as (
        insert into audience_snapshots (organization_id, event_id, audience, segment_id, channel, dedupe, count, digest, guest_ids, expires_at)
        select ${query.organizationId}::uuid, ${query.eventId}::uuid, ${query.audience}, ${segmentId}::uuid, ${query.channel}, ${query.dedupe},
               h.count, h.digest, h.guest_ids, now() + interval '1 hour'
          from counted h where not exists (select 1 from kept)
        returning id
      )
      select h.count, h.total, h.suppressed, h.no_address, h.duplicate, h.not_reachable_us, h.outside_window, h.suppressed_by, h.as_of, h.digest,
             coalesce((select id from kept order by id limit 1), (select id from added)) as snapshot
        from counted h`.execute(this.em.getKysely());
    const row = rows[0]!;
    return { ...countOf(row), snapshot: row.snapshot, digest: row.digest };
  }

  /** Would anybody get it? Stops at the first. */
  async hasAny(query: RecipientsQuery): Promise<boolean> {
    // without the window over duplicates PostgreSQL may stop at the first row; whether there is one is the same
    const { rows } = await sql<{ found: boolean }>`
      select exists (select 1 from (${recipientsSql({ ...query, dedupe: 'guest' })}) r where status = 'pending') as found`.execute(
      this.em.getKysely(),
    );
    return rows[0]!.found;
  }
}

function countOf(row: CountRow): RecipientCount {
  return {
    count: row.count,
    total: row.total,
    excluded: {
      suppressed: row.suppressed,
      noAddress: row.no_address,
      duplicate: row.duplicate,
      ...(row.not_reachable_us > 0 && { notReachableUs: row.not_reachable_us }),
      ...(row.outside_window > 0 && { outsideWindow: row.outside_window }),
    },
    suppressedBy: Object.fromEntries(Object.entries(row.suppressed_by).filter(([, count]) => count > 0)),
    asOf: new Date(row.as_of),
  };
}
