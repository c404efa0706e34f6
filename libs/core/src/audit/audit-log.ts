import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { AuditAction } from './audit-actions';

/** Who did something: a person, a key, a guest, a mail or message provider (the detail names it as `source`), or Beckon itself. */
export interface AuditActor {
  readonly kind: 'user' | 'api_key' | 'guest' | 'system' | 'provider';
  readonly id: string | null;
  readonly ip?: string | null;
  readonly requestId?: string | null;
}

export interface AuditEntry {
  readonly organizationId: string;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly subjectType: string;
  readonly subjectId: string | null;
  /** Ids and settings only: no names, addresses or texts. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes who did what. The table only grows: the database refuses to change or remove a row. */
@Injectable()
export class AuditLog {
  constructor(private readonly em: EntityManager) {}

  /** Adds one entry in the running transaction, so that an act and its record stand or fall together. */
  async record(entry: AuditEntry): Promise<void> {
    await sql`
      insert into audit_log (organization_id, actor_kind, actor_id, ip, request_id, action, subject_type, subject_id, detail)
      values (${entry.organizationId}, ${entry.actor.kind}, ${entry.actor.id}, ${entry.actor.ip ?? null}, ${entry.actor.requestId ?? null},
              ${entry.action}, ${entry.subjectType}, ${entry.subjectId}, ${JSON.stringify(entry.detail ?? {})}::jsonb)
    `.execute(this.em.getKysely());
  }
}
