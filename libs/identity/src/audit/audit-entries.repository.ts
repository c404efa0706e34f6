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
  /** What it is called today, a message by its first line; null where it has no name, or the reader does not work on its event. */
  readonly subjectName: string | null;
  /** Of a message: what kind it is; of the automatic ones it says more than their first line. */
  readonly messageKind: string | null;
  /** Of an act on somebody's place in an event: whose. */
  readonly personName: string | null;
  /** The event it belongs to, where the reader works on it. */
  readonly eventId: string | null;
  readonly eventName: string | null;
  readonly detail: Record<string, unknown>;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly createdAt: Date;
}

/** The audit log, for reading. */
@Injectable()
export class AuditEntriesRepository {
  constructor(private readonly em: EntityManager) {}

  /** @param readerId names of an event, and of what is in it, are for those who work on it */
  async list(
    organizationId: string,
    readerId: string,
    beforeId: string | null,
    limit: number,
  ): Promise<AuditEntryRow[]> {
    const { rows } = await sql<Omit<AuditEntryRow, 'createdAt'> & { createdAt: string }>`
      select a.id, a.actor_kind as "actorKind", a.actor_id as "actorId", coalesce(u.name, k.name, case when a.actor_kind = 'provider' then a.detail ->> 'source' end) as "actorName", a.action,
             a.subject_type as "subjectType", a.subject_id as "subjectId", e.id as "eventId", e.name as "eventName",
             case a.subject_type
               when 'template' then (select name from templates where id = a.subject_id)
               when 'whatsapp_template' then (select display_name from whatsapp_templates where id = a.subject_id)
               when 'api_key' then (select name from api_keys where id = a.subject_id)
               when 'user' then (select name from users where id = a.subject_id)
               when 'guest' then (select name from guests where id = a.subject_id and event_id = e.id and deleted_at is null)
               when 'segment' then (select name from segments where id = a.subject_id and event_id = e.id)
               when 'suppression' then (select address from suppressions where id = a.subject_id)
               when 'member_invitation' then (select email from member_invitations where id = a.subject_id)
               when 'message' then (select left(coalesce(nullif(trim(subject), ''), split_part(trim(body), chr(10), 1)), 80)
                                      from messages where id = a.subject_id and event_id = e.id and kind = 'broadcast')
               when 'delivery' then (select g.name from deliveries d join guests g on g.id = d.guest_id
                                      where d.id = a.subject_id and d.event_id = e.id and g.deleted_at is null)
             end as "subjectName",
             case a.subject_type when 'message' then (select kind from messages where id = a.subject_id and event_id = e.id) end as "messageKind",
             case when a.action like 'collaborator.%' then (select name from users where id = (a.detail ->> 'userId')::uuid and e.id is not null) end as "personName",
             a.detail, a.ip, a.request_id as "requestId", a.created_at as "createdAt"
      from (select * from audit_log
             where organization_id = ${organizationId} and (${beforeId}::uuid is null or id < ${beforeId}::uuid)
             order by id desc limit ${limit}) a
      left join users u on a.actor_kind = 'user' and u.id = a.actor_id
      left join api_keys k on a.actor_kind = 'api_key' and k.id = a.actor_id
      left join events e on e.deleted_at is null
        and e.id = case a.subject_type
                     when 'event' then a.subject_id
                     when 'message' then (select event_id from messages where id = a.subject_id)
                     when 'delivery' then (select event_id from deliveries where id = a.subject_id)
                     when 'guest' then (select event_id from guests where id = a.subject_id)
                     when 'segment' then (select event_id from segments where id = a.subject_id)
                   end
        and exists (select 1 from collaborators c where c.event_id = e.id and c.user_id = ${readerId})
      order by a.id desc
    `.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
  }
}
