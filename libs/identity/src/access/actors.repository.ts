import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Actor, EventRole, OrganizationRole } from './actor';

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

/** What somebody who was let in earlier is now. */
export interface StandingActor {
  readonly organizationId: string;
  readonly organizationRole: OrganizationRole;
  readonly roleCeiling: EventRole | null;
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

  /**
   * What those who were let in earlier are now, in two looks however many they are. Who was disabled, signed out, removed or
   * revoked meanwhile is not in the answer. Keys are not marked as used.
   */
  async listStanding(actors: readonly Actor[]): Promise<Map<Actor, StandingActor>> {
    const people = actors.filter((actor) => actor.kind === 'user');
    const keys = actors.filter((actor) => actor.kind === 'api_key');
    const standing = new Map<string, StandingActor>([
      ...(await this.standingPeople(people)),
      ...(await this.standingKeys(keys)),
    ]);
    return new Map(
      actors.flatMap((actor) => {
        const found = standing.get(actor.sessionId ?? actor.id);
        return found === undefined ? [] : [[actor, found] as const];
      }),
    );
  }

  private async standingPeople(people: readonly Actor[]): Promise<[string, StandingActor][]> {
    if (people.length === 0) return [];
    const { rows } = await sql<Omit<StandingActor, 'roleCeiling'> & { sessionId: string }>`
      select s.id as "sessionId", m.organization_id as "organizationId", m.role as "organizationRole"
      from (select distinct * from unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ sessionId }) => sessionId)}::uuid[]) p (user_id, session_id)) p
      join users u on u.id = p.user_id and u.disabled_at is null
      join memberships m on m.user_id = u.id
      join refresh_tokens s on s.id = p.session_id and s.user_id = u.id and s.revoked_at is null
    `.execute(this.em.getKysely());
    return rows.map(({ sessionId, ...row }) => [sessionId, { ...row, roleCeiling: null }]);
  }

  private async standingKeys(keys: readonly Actor[]): Promise<[string, StandingActor][]> {
    if (keys.length === 0) return [];
    const { rows } = await sql<{ id: string; organizationId: string; roleCeiling: EventRole }>`
      select id, organization_id as "organizationId", role_ceiling as "roleCeiling" from api_keys
      where id = any (${keys.map(({ id }) => id)}::uuid[]) and revoked_at is null and (expires_at is null or expires_at > now())
    `.execute(this.em.getKysely());
    return rows.map(({ id, ...row }) => [id, { ...row, organizationRole: 'member' }]);
  }
}
