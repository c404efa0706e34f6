import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { NotFound } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { NeededEventRole } from './domain/event-access';
import type { EventTimes } from './domain/event-times';
import { EventEntity } from './event.entity';

/** What a new event must know. */
export interface NewEvent extends EventTimes {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string | null;
  readonly venue: string;
  readonly hostName: string;
  readonly createdBy: string;
}

/** An event in a list, with the role of whoever asked. */
export interface ListedEvent {
  readonly event: EventEntity;
  readonly role: NeededEventRole;
}

interface RoleRow {
  readonly eventId: string;
  readonly role: NeededEventRole;
}

/** Events that are not deleted. */
@Injectable()
export class EventsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @throws NotFound when it does not exist or is deleted */
  async get(eventId: string): Promise<EventEntity> {
    const event = await this.find(eventId);
    if (event === null) throw new NotFound('This event');
    return event;
  }

  async find(eventId: string): Promise<EventEntity | null> {
    return this.em.findOne(EventEntity, { id: eventId, deletedAt: null }, { refresh: true });
  }

  /**
   * The event, locked until the transaction ends. First in the lock order: event, message, delivery, ...
   *
   * @throws NotFound when it does not exist or is deleted
   */
  async getForUpdate(eventId: string): Promise<EventEntity> {
    const event = await this.em.findOne(
      EventEntity,
      { id: eventId, deletedAt: null },
      { refresh: true, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (event === null) throw new NotFound('This event');
    return event;
  }

  /** Adds an event and reads back what the database filled in. */
  async add(event: EventEntity): Promise<void> {
    await this.em.persist(event).flush();
    await this.em.refresh(event);
  }

  /** Writes the changes of a locked event, guarded by its version, and reads back what the database filled in. */
  async save(event: EventEntity): Promise<void> {
    await this.em.flush();
    await this.em.refresh(event);
  }

  /** A new event that is not in the database yet. */
  create(facts: NewEvent): EventEntity {
    return this.em.create(EventEntity, { ...facts, status: 'active', revision: 0 });
  }

  /** A person's events with the role in each, newest first. */
  async listForUser(userId: string, beforeId: string | null, limit: number): Promise<ListedEvent[]> {
    const { rows } = await sql<RoleRow>`
      select c.event_id as "eventId", c.role
      from collaborators c join events e on e.id = c.event_id and e.deleted_at is null
      where c.user_id = ${userId} and (${beforeId}::uuid is null or c.event_id < ${beforeId}::uuid)
      order by c.event_id desc limit ${limit}
    `.execute(this.em.getKysely());
    return this.load(rows);
  }

  /** All events of an organization, newest first; an API key has the same role in each. */
  async listForOrganization(
    organizationId: string,
    role: NeededEventRole,
    beforeId: string | null,
    limit: number,
  ): Promise<ListedEvent[]> {
    const { rows } = await sql<RoleRow>`
      select id as "eventId", ${role}::text as role from events
      where organization_id = ${organizationId} and deleted_at is null and (${beforeId}::uuid is null or id < ${beforeId}::uuid)
      order by id desc limit ${limit}
    `.execute(this.em.getKysely());
    return this.load(rows);
  }

  private async load(rows: readonly RoleRow[]): Promise<ListedEvent[]> {
    const events = await this.em.find(EventEntity, { id: { $in: rows.map(({ eventId }) => eventId) } });
    const byId = new Map(events.map((event) => [event.id, event]));
    return rows.flatMap(({ eventId, role }) => {
      const event = byId.get(eventId);
      return event === undefined ? [] : [{ event, role }];
    });
  }
}
