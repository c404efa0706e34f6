import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Collaboration } from './domain/audit-reader';

/** Who works on which events. */
@Injectable()
export class AuditReadersRepository {
  constructor(private readonly em: EntityManager) {}

  /** The events of the person's organization that they work on, deleted ones left out. */
  async listCollaborations(userId: string, organizationId: string): Promise<Collaboration[]> {
    const { rows } = await sql<Collaboration>`
      select c.event_id as "eventId", c.role
        from collaborators c
        join events e on e.id = c.event_id and e.organization_id = ${organizationId} and e.deleted_at is null
       where c.user_id = ${userId}
       order by c.event_id desc
    `.execute(this.em.getKysely());
    return rows;
  }
}
