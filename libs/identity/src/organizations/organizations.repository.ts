import { EntityManager } from '@mikro-orm/postgresql';
import { NotFound } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

export const ON_UNKNOWN = ['ask', 'resend'] as const;
/** What happens to a delivery when nobody can know whether it left. */
export type OnUnknown = (typeof ON_UNKNOWN)[number];

/** What an admin may change; what is left out stays. */
export interface OrganizationChange {
  readonly name?: string;
  readonly onUnknown?: OnUnknown;
}

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly memberCount: number;
  readonly onUnknown: OnUnknown;
  readonly createdAt: Date;
}

/** Organizations. */
@Injectable()
export class OrganizationsRepository {
  constructor(private readonly em: EntityManager) {}

  async get(organizationId: string): Promise<OrganizationRow> {
    const { rows } = await sql<Omit<OrganizationRow, 'createdAt'> & { createdAt: string }>`
      select o.id, o.name, o.on_unknown as "onUnknown", o.created_at as "createdAt",
             (select count(*)::int from memberships m where m.organization_id = o.id) as "memberCount"
      from organizations o where o.id = ${organizationId}
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) throw new NotFound('This organization');
    return { ...row, createdAt: new Date(row.createdAt) };
  }

  async change(organizationId: string, { name, onUnknown }: OrganizationChange): Promise<void> {
    await sql`
      update organizations
         set name = coalesce(${name ?? null}, name), on_unknown = coalesce(${onUnknown ?? null}, on_unknown)
       where id = ${organizationId}
    `.execute(this.em.getKysely());
  }
}
