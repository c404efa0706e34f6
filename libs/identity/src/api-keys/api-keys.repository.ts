import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { EventRole } from '../access/actor';
import type { ApiKeyScope } from '../domain/api-key-scopes';

export interface NewApiKey {
  readonly organizationId: string;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly ApiKeyScope[];
  readonly roleCeiling: EventRole;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
}

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: ApiKeyScope[];
  readonly roleCeiling: EventRole;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
}

type Instants = 'expiresAt' | 'lastUsedAt' | 'createdAt';
type Raw = Omit<ApiKeyRow, Instants> & { [K in Instants]: string | null };

const columns = sql`id, name, prefix, scopes, role_ceiling as "roleCeiling", created_by as "createdBy",
  expires_at as "expiresAt", last_used_at as "lastUsedAt", created_at as "createdAt"`;

/** API keys that are not revoked; the secrets themselves are not here. */
@Injectable()
export class ApiKeysRepository {
  constructor(private readonly em: EntityManager) {}

  async list(organizationId: string, beforeId: string | null, limit: number): Promise<ApiKeyRow[]> {
    const { rows } = await sql<Raw>`
      select ${columns} from api_keys
      where organization_id = ${organizationId} and revoked_at is null and (${beforeId}::uuid is null or id < ${beforeId}::uuid)
      order by id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map(toRow);
  }

  async add(key: NewApiKey): Promise<ApiKeyRow> {
    const { rows } = await sql<Raw>`
      insert into api_keys (organization_id, name, prefix, key_hash, scopes, role_ceiling, created_by, expires_at)
      values (${key.organizationId}, ${key.name}, ${key.prefix}, ${key.keyHash}, ${[...key.scopes]}::text[], ${key.roleCeiling},
              ${key.createdBy}, ${key.expiresAt?.toISOString() ?? null}::timestamptz)
      returning ${columns}
    `.execute(this.em.getKysely());
    return toRow(rows[0]!);
  }

  /** False when there is no such key, or it is revoked already. */
  async revoke(organizationId: string, keyId: string): Promise<boolean> {
    const { rows } = await sql`
      update api_keys set revoked_at = now() where organization_id = ${organizationId} and id = ${keyId} and revoked_at is null returning id
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }
}

function toRow(raw: Raw): ApiKeyRow {
  return {
    ...raw,
    expiresAt: toDate(raw.expiresAt),
    lastUsedAt: toDate(raw.lastUsedAt),
    createdAt: new Date(raw.createdAt!),
  };
}

function toDate(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
