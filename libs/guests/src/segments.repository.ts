import { AlreadyExists, NotFound } from '@beckon/core';
import { EntityManager, LockMode, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { criteriaSql } from './criteria-sql';
import type { Criteria } from './domain/criteria';
import { Segment } from './segment.entity';
import type { WaitingMessage, WaitingMessages } from './waiting-messages';

const NAMED_MESSAGES = 20;

/** What a new segment is made of. */
export interface NewSegment {
  readonly organizationId: string;
  readonly eventId: string;
  readonly name: string;
  readonly criteria: Criteria;
  /** Null when an API key made it. */
  readonly createdBy: string | null;
}

/** The segments of events. */
@Injectable()
export class SegmentsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @throws NotFound when it was deleted, never was, or belongs to another event */
  async get(eventId: string, segmentId: string): Promise<Segment> {
    const segment = await this.em.findOne(Segment, { id: segmentId, eventId, deletedAt: null });
    if (segment === null) throw new NotFound('This segment');
    return segment;
  }

  /** Like `get`, and keeps others from changing it until the transaction ends. */
  async getForUpdate(eventId: string, segmentId: string): Promise<Segment> {
    const segment = await this.em.findOne(
      Segment,
      { id: segmentId, eventId, deletedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (segment === null) throw new NotFound('This segment');
    return segment;
  }

  /** Segments of an event in the order they were made, after the id of the last one seen. */
  async list(eventId: string, afterId: string | null, limit: number): Promise<Segment[]> {
    const after = afterId === null ? {} : { id: { $gt: afterId } };
    return this.em.find(Segment, { eventId, deletedAt: null, ...after }, { orderBy: { id: 'asc' }, limit });
  }

  /** @throws AlreadyExists when the event has a segment of this name */
  async add(segment: NewSegment): Promise<Segment> {
    const created = this.em.create(Segment, { ...segment, version: 1 });
    await this.flush(segment.name);
    return created;
  }

  /**
   * Writes what was changed and reads back what the database added.
   *
   * @throws AlreadyExists when the event has another segment of this name
   */
  async save(segment: Segment): Promise<void> {
    await this.flush(segment.name);
    await this.em.refresh(segment);
  }

  /** How many guests of an event the criteria fit. */
  async countGuests(eventId: string, criteria: Criteria): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from guests g
       where g.event_id = ${eventId} and g.deleted_at is null and ${criteriaSql(criteria, 'g')}
    `.execute(this.em.getKysely());
    return rows[0]?.count ?? 0;
  }

  /**
   * The messages that are still to be claimed and go to a segment, the next first. The one look downstream of this lib:
   * a segment that a planned message needs must not vanish under it, and only this query can tell at the right moment.
   */
  async waitingMessages(segmentId: string): Promise<WaitingMessages> {
    const { rows } = await sql<WaitingMessage & { count: number }>`
      select id, subject, status, to_char(send_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sendAt", count(*) over ()::int as count
        from messages where segment_id = ${segmentId} and status in ('draft', 'scheduled')
       order by send_at nulls last, id limit ${NAMED_MESSAGES}
    `.execute(this.em.getKysely());
    return {
      count: rows[0]?.count ?? 0,
      messages: rows.map(({ id, subject, status, sendAt }) => ({ id, subject, status, sendAt })),
    };
  }

  private async flush(name: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const message = `This event has a segment called "${name}" already. Choose another name.`;
      throw new AlreadyExists(message, { errors: [{ path: 'name', code: 'ALREADY_EXISTS', message }] });
    }
  }
}
