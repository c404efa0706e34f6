import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { NeededEventRole } from './domain/event-access';

export interface CollaboratorRow {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: NeededEventRole;
  readonly createdAt: Date;
}

/** Who works on an event, and as what. */
@Injectable()
export class CollaboratorsRepository {
  constructor(private readonly em: EntityManager) {}

  async list(eventId: string, afterUserId: string | null, limit: number): Promise<CollaboratorRow[]> {
    const { rows } = await sql<Omit<CollaboratorRow, 'createdAt'> & { createdAt: string }>`
      select c.user_id as "userId", u.email, u.name, c.role, c.created_at as "createdAt"
      from collaborators c join users u on u.id = c.user_id
      where c.event_id = ${eventId} and (${afterUserId}::uuid is null or c.user_id > ${afterUserId}::uuid)
      order by c.user_id limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
  }

  async find(eventId: string, userId: string): Promise<CollaboratorRow | null> {
    const { rows } = await sql<Omit<CollaboratorRow, 'createdAt'> & { createdAt: string }>`
      select c.user_id as "userId", u.email, u.name, c.role, c.created_at as "createdAt"
      from collaborators c join users u on u.id = c.user_id where c.event_id = ${eventId} and c.user_id = ${userId}
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : { ...rows[0], createdAt: new Date(rows[0].createdAt) };
  }

  async countOwners(eventId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from collaborators where event_id = ${eventId} and role = 'owner'
    `.execute(this.em.getKysely());
    return rows[0]?.count ?? 0;
  }

  /** False when the person works on the event already. */
  async add(eventId: string, userId: string, role: NeededEventRole, addedBy: string | null): Promise<boolean> {
    const { rows } = await sql`
      insert into collaborators (event_id, user_id, role, added_by) values (${eventId}, ${userId}, ${role}, ${addedBy})
      on conflict do nothing returning user_id
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  async setRole(eventId: string, userId: string, role: NeededEventRole): Promise<void> {
    await sql`update collaborators set role = ${role} where event_id = ${eventId} and user_id = ${userId}`.execute(
      this.em.getKysely(),
    );
  }

  async remove(eventId: string, userId: string): Promise<void> {
    await sql`delete from collaborators where event_id = ${eventId} and user_id = ${userId}`.execute(
      this.em.getKysely(),
    );
  }
}

/** True when the database refused to leave an event without an owner. */
export function isLastOwnerRefusal(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'constraint' in error &&
    error.constraint === 'collaborators_keep_an_owner'
  );
}
