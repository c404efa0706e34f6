import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RefreshTokenFacts } from '../domain/session-rules';

export interface ClaimedToken extends RefreshTokenFacts {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  /** Null when the person has left the organization or the account is disabled. */
  readonly organizationId: string | null;
}

interface Row {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly organizationId: string | null;
  readonly usedAt: string | null;
  readonly expiresAt: string;
  readonly familyExpiresAt: string;
  readonly sessionRevokedAt: string | null;
}

/**
 * Refresh tokens. A session is a family of tokens and has the id of its first one; `revoked_at` of that first row ends the
 * session for all of them and for the access tokens made from them, so that ending one is a single row by primary key.
 */
@Injectable()
export class SessionsRepository {
  constructor(private readonly em: EntityManager) {}

  /** Starts a session with its first token; returns the session's id. Removes what is long over for this person. */
  async start(userId: string, tokenHash: Buffer, expiresAt: Date, familyExpiresAt: Date): Promise<string> {
    const db = this.em.getKysely();
    await sql`
      delete from refresh_tokens
      where user_id = ${userId} and (family_expires_at < now() or (id <> family_id and expires_at < now()))
    `.execute(db);
    const { rows } = await sql<{ id: string }>`
      with new as (select uuidv7() as id)
      insert into refresh_tokens (id, user_id, family_id, token_hash, expires_at, family_expires_at)
      select id, ${userId}, id, ${tokenHash}, ${expiresAt.toISOString()}::timestamptz, ${familyExpiresAt.toISOString()}::timestamptz
      from new returning id
    `.execute(db);
    return rows[0]!.id;
  }

  /** The token and its session's first row, locked until the transaction ends; null when nobody gave it out. */
  async claim(tokenHash: Buffer): Promise<ClaimedToken | null> {
    const { rows } = await sql<Row>`
      select t.id, t.user_id as "userId", t.family_id as "sessionId", t.used_at as "usedAt", t.expires_at as "expiresAt",
             t.family_expires_at as "familyExpiresAt", s.revoked_at as "sessionRevokedAt",
             (select m.organization_id from memberships m join users u on u.id = m.user_id and u.disabled_at is null
              where m.user_id = t.user_id) as "organizationId"
      from refresh_tokens t join refresh_tokens s on s.id = t.family_id
      where t.token_hash = ${tokenHash} for update of t, s
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) return null;
    return {
      ...row,
      usedAt: toDate(row.usedAt),
      expiresAt: new Date(row.expiresAt),
      familyExpiresAt: new Date(row.familyExpiresAt),
      sessionRevokedAt: toDate(row.sessionRevokedAt),
    };
  }

  /** Marks a token as used and adds its successor. A second use within the grace keeps the first instant. */
  async rotate(token: ClaimedToken, now: Date, nextHash: Buffer, expiresAt: Date): Promise<void> {
    const db = this.em.getKysely();
    await sql`
      update refresh_tokens set used_at = coalesce(used_at, ${now.toISOString()}::timestamptz) where id = ${token.id}
    `.execute(db);
    await sql`
      insert into refresh_tokens (user_id, family_id, token_hash, expires_at, family_expires_at)
      values (${token.userId}, ${token.sessionId}, ${nextHash}, ${expiresAt.toISOString()}::timestamptz,
              ${token.familyExpiresAt.toISOString()}::timestamptz)
    `.execute(db);
  }

  async revoke(sessionId: string): Promise<void> {
    await sql`update refresh_tokens set revoked_at = coalesce(revoked_at, now()) where id = ${sessionId}`.execute(
      this.em.getKysely(),
    );
  }

  /** Ends all sessions of a person but one. */
  async revokeOthers(userId: string, keptSessionId: string | null): Promise<void> {
    await sql`
      update refresh_tokens set revoked_at = now()
      where user_id = ${userId} and id = family_id and revoked_at is null and id is distinct from ${keptSessionId}::uuid
    `.execute(this.em.getKysely());
  }
}

function toDate(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
