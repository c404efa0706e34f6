import { EntityManager } from '@mikro-orm/postgresql';
import { NotFound } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  readonly createdAt: Date;
}

/** Organizations. */
@Injectable()
export class OrganizationsRepository {
  constructor(private readonly em: EntityManager) {}

  async get(organizationId: string): Promise<OrganizationRow> {
    const { rows } = await sql<Omit<OrganizationRow, 'createdAt'> & { createdAt: string }>`
      select o.id, o.name, o.created_at as "createdAt",
             (select count(*)::int from memberships m where m.organization_id = o.id) as "memberCount"
      from organizations o where o.id = ${organizationId}
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) throw new NotFound('This organization');
    return { ...row, createdAt: new Date(row.createdAt) };
  }

  async rename(organizationId: string, name: string): Promise<void> {
    await sql`update organizations set name = ${name} where id = ${organizationId}`.execute(this.em.getKysely());
  }
}
