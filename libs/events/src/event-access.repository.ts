import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { NeededEventRole } from './domain/event-access';

/** An event and what somebody is in it. */
export interface EventAccessRow {
  readonly eventId: string;
  readonly organizationId: string;
  readonly collaboratorRole: NeededEventRole | null;
}

/** Who may see which event. */
@Injectable()
export class EventAccessRepository {
  constructor(private readonly em: EntityManager) {}

  /** The event unless it is deleted, with the person's collaborator role; one look by primary keys. */
  async find(eventId: string, userId: string | null): Promise<EventAccessRow | null> {
    const { rows } = await sql<EventAccessRow>`
      select e.id as "eventId", e.organization_id as "organizationId", c.role as "collaboratorRole"
      from events e left join collaborators c on c.event_id = e.id and c.user_id = ${userId}
      where e.id = ${eventId} and e.deleted_at is null
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** What people are in an event that is not deleted: its organization, and their roles by person. */
  async findAll(
    eventId: string,
    userIds: readonly string[],
  ): Promise<{ readonly organizationId: string; readonly roles: ReadonlyMap<string, NeededEventRole> } | null> {
    const { rows } = await sql<{ organizationId: string; userId: string | null; role: NeededEventRole | null }>`
      select e.organization_id as "organizationId", c.user_id as "userId", c.role
      from events e left join collaborators c on c.event_id = e.id and c.user_id = any (${[...userIds]}::uuid[])
      where e.id = ${eventId} and e.deleted_at is null
    `.execute(this.em.getKysely());
    const [first] = rows;
    if (first === undefined) return null;
    const roles = rows.flatMap(({ userId, role }) => (userId && role ? [[userId, role] as const] : []));
    return { organizationId: first.organizationId, roles: new Map(roles) };
  }
}
