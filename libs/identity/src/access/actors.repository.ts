import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { EventRole, OrganizationRole } from './actor';

export interface SignedInUser {
  readonly userId: string;
  readonly organizationId: string;
  readonly organizationRole: OrganizationRole;
}

export interface ActiveApiKey {
  readonly id: string;
  readonly organizationId: string;
  readonly createdBy: string;
  readonly scopes: string[];
  readonly roleCeiling: EventRole;
}

/** Who somebody is right now; asked on every request, so that taking a role away acts at once. */
@Injectable()
export class ActorsRepository {
  constructor(private readonly em: EntityManager) {}

  /** The person, unless disabled, without an organization, or the session was ended. Primary keys only. */
  async findUser(userId: string, sessionId: string): Promise<SignedInUser | null> {
    const { rows } = await sql<SignedInUser>`
      select u.id as "userId", m.organization_id as "organizationId", m.role as "organizationRole"
      from users u
      join memberships m on m.user_id = u.id
      join refresh_tokens s on s.id = ${sessionId} and s.user_id = u.id and s.revoked_at is null
      where u.id = ${userId} and u.disabled_at is null
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** The key, unless revoked or over. Remembers that it was used, at most once a minute. */
  async findApiKey(keyHash: Buffer): Promise<ActiveApiKey | null> {
    const db = this.em.getKysely();
    const { rows } = await sql<ActiveApiKey & { isStale: boolean }>`
      select id, organization_id as "organizationId", created_by as "createdBy", scopes, role_ceiling as "roleCeiling",
             coalesce(last_used_at < now() - interval '1 minute', true) as "isStale"
      from api_keys where key_hash = ${keyHash} and revoked_at is null and (expires_at is null or expires_at > now())
    `.execute(db);
    const row = rows[0];
    if (row === undefined) return null;
    if (row.isStale) {
      await sql`
        update api_keys set last_used_at = now()
        where id = ${row.id} and (last_used_at is null or last_used_at < now() - interval '1 minute')
      `.execute(db);
    }
    return row;
  }
}
