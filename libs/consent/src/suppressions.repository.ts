import { NotFound } from '@beckon/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type {
  SuppressionChannel,
  SuppressionClass,
  SuppressionReason,
  SuppressionScope,
} from './domain/suppression-rule';
import { Suppression } from './suppression.entity';

export interface NewSuppression {
  readonly organizationId: string;
  readonly channel: SuppressionChannel;
  readonly address: string;
  readonly addressKey: string;
  readonly scope: SuppressionScope;
  readonly eventId?: string | null;
  readonly senderId?: string | null;
  readonly appliesTo: SuppressionClass;
  readonly reason: SuppressionReason;
  readonly source: string;
  readonly note?: string | null;
}

/** What became of an insert: `standing` means that it was there already, just as wide. */
export interface InsertedSuppression {
  readonly id: string;
  readonly outcome: 'created' | 'widened' | 'standing';
}

export interface SuppressionFilter {
  /** The beginning of one or several words of the address, or of a number. */
  readonly q?: string;
  readonly channel?: SuppressionChannel;
}

/** Which standing suppressions to lift together. */
export interface LiftSelection {
  readonly organizationId: string;
  readonly channel: SuppressionChannel;
  readonly addressKey: string;
  readonly reason: SuppressionReason;
  /** Only those of this sender; leave out for all of them. */
  readonly senderId?: string | null;
}

@Injectable()
export class SuppressionsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Newest first, lifted ones included; `beforeId` is the last one of the page before. */
  async list(
    organizationId: string,
    filter: SuppressionFilter,
    beforeId: string | null,
    limit: number,
  ): Promise<Suppression[]> {
    const q = filter.q?.trim() ?? '';
    const found = q === '' ? null : await this.find(organizationId, q, filter.channel, beforeId, limit);
    return this.em.find(
      Suppression,
      {
        organizationId,
        ...(found !== null && { id: { $in: found } }),
        ...(found === null && filter.channel && { channel: filter.channel }),
        ...(found === null && beforeId !== null && { id: { $lt: beforeId } }),
      },
      { orderBy: { id: 'desc' }, limit },
    );
  }

  private async find(
    organizationId: string,
    q: string,
    channel: SuppressionChannel | undefined,
    beforeId: string | null,
    limit: number,
  ): Promise<string[]> {
    const query = foundSuppressionsSql(organizationId, q, channel, beforeId, limit);
    return (await query.execute(this.em.getKysely())).rows.map(({ id }) => id);
  }

  /** @throws NotFound when the organization has no such suppression */
  async get(organizationId: string, id: string): Promise<Suppression> {
    const suppression = await this.em.findOne(Suppression, { id, organizationId }, { refresh: true });
    if (suppression === null) throw new NotFound('This suppression');
    return suppression;
  }

  /**
   * Adds a suppression unless one of the same address, channel, scope and reason stands. One that stopped broadcasts only
   * is widened when the new one stops everything. Two at once end as one: the second waits for the first.
   */
  async insert(suppression: NewSuppression, createdBy: string | null): Promise<InsertedSuppression> {
    // a third try would need two others that each lift what the one before has added, between two of our statements
    for (let attempt = 1; attempt <= 3; attempt++) {
      const inserted = await this.tryInsert(suppression, createdBy);
      if (inserted !== null) return inserted;
    }
    throw new Error('a suppression was added and lifted again and again while it was being added');
  }

  private async tryInsert(it: NewSuppression, createdBy: string | null): Promise<InsertedSuppression | null> {
    const { rows } = await sql<{ id: string; is_new: boolean }>`
      insert into suppressions (organization_id, channel, address, address_key, scope, event_id, sender_id, applies_to, reason, source, note, created_by)
      values (${it.organizationId}, ${it.channel}, ${it.address}, ${it.addressKey}, ${it.scope}, ${it.eventId ?? null}, ${it.senderId ?? null},
              ${it.appliesTo}, ${it.reason}, ${it.source}, ${it.note ?? null}, ${createdBy})
      on conflict (organization_id, channel, address_key, scope, event_id, sender_id, reason) where lifted_at is null
      do update set applies_to = 'all' where suppressions.applies_to = 'broadcast' and excluded.applies_to = 'all'
      returning id, (xmax = 0) as is_new
    `.execute(this.em.getKysely());
    const [row] = rows;
    if (row !== undefined) return { id: row.id, outcome: row.is_new ? 'created' : 'widened' };
    const { rows: standing } = await sql<{ id: string }>`
      select id from suppressions
       where organization_id = ${it.organizationId} and channel = ${it.channel} and address_key = ${it.addressKey}
         and scope = ${it.scope} and event_id is not distinct from ${it.eventId ?? null}::uuid
         and sender_id is not distinct from ${it.senderId ?? null}::uuid and reason = ${it.reason} and lifted_at is null
    `.execute(this.em.getKysely());
    return standing[0] === undefined ? null : { id: standing[0].id, outcome: 'standing' };
  }

  /** Lifts one that stands. @returns false when it was lifted before */
  async lift(id: string, liftedBy: string | null): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      update suppressions set lifted_at = clock_timestamp(), lifted_by = ${liftedBy} where id = ${id} and lifted_at is null returning id
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  /** @returns the ids of those that were lifted */
  async liftMatching(selection: LiftSelection, liftedBy: string | null): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      update suppressions set lifted_at = clock_timestamp(), lifted_by = ${liftedBy}
       where organization_id = ${selection.organizationId} and channel = ${selection.channel} and address_key = ${selection.addressKey}
         and reason = ${selection.reason} and lifted_at is null
         ${selection.senderId ? sql`and sender_id = ${selection.senderId}` : sql``}
      returning id
    `.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /** True when the event exists in this organization. */
  async isEventOf(organizationId: string, eventId: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from events where id = ${eventId} and organization_id = ${organizationId} and deleted_at is null
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }
}

/**
 * Suppressions whose address holds what was typed, from the beginning of one of its words on; a number may be written with blanks and
 * without its country code.
 *
 * @param beforeId the last one of the page before
 */
export function foundSuppressionsSql(
  organizationId: string,
  q: string,
  channel: SuppressionChannel | undefined,
  beforeId: string | null,
  limit: number,
): RawBuilder<{ id: string }> {
  const digits = /^[+\d\s().-]+$/.test(q) ? q.replace(/\D/g, '').replace(/^0+/, '') : '';
  const typed = digits.length >= 4 ? digits : q.trim().toLowerCase();
  const pattern = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`
    select s.id from suppressions s
     where s.organization_id = ${organizationId}
       and suppression_words(s.organization_id, s.address, s.address_key) @@ (
             select string_agg(quote_literal(word) || ':*', ' & ')::tsquery
               from unnest(tsvector_to_array(search_words(${organizationId}::uuid, ${typed}))) word)
       and (s.address_key like ${pattern} or s.address ilike ${pattern})
       ${channel === undefined ? sql`` : sql`and s.channel = ${channel}`}
       ${beforeId === null ? sql`` : sql`and s.id < ${beforeId}::uuid`}
     order by s.id desc limit ${limit}`;
}
