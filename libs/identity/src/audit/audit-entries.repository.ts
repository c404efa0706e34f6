import type { AuditAction } from '@beckon/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

export type AuditActorKind = 'user' | 'api_key' | 'guest' | 'system' | 'provider';

/** One line of the audit log, with the name of whoever it was as it reads today. */
export interface AuditEntryRow {
  readonly id: string;
  readonly actorKind: AuditActorKind;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly action: AuditAction;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly detail: Record<string, unknown>;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly createdAt: Date;
}

/** The audit log, for reading. */
@Injectable()
export class AuditEntriesRepository {
  constructor(private readonly em: EntityManager) {}

  async list(organizationId: string, beforeId: string | null, limit: number): Promise<AuditEntryRow[]> {
    const { rows } = await sql<Omit<AuditEntryRow, 'createdAt'> & { createdAt: string }>`
      select a.id, a.actor_kind as "actorKind", a.actor_id as "actorId", coalesce(u.name, k.name, case when a.actor_kind = 'provider' then a.detail ->> 'source' end) as "actorName", a.action,
             a.subject_type as "subjectType", a.subject_id as "subjectId", a.detail, a.ip, a.request_id as "requestId",
             a.created_at as "createdAt"
      from audit_log a
      left join users u on a.actor_kind = 'user' and u.id = a.actor_id
      left join api_keys k on a.actor_kind = 'api_key' and k.id = a.actor_id
      where a.organization_id = ${organizationId} and (${beforeId}::uuid is null or a.id < ${beforeId}::uuid)
      order by a.id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
  }
}
