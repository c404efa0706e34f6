import { AUDIT_ACTIONS, type AuditAction, type Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import type { AuditActorKind, AuditEntryRow } from '../audit-entries.repository';

const ACTOR_KINDS = ['user', 'api_key', 'guest', 'system', 'provider'] as const;

/** Who did it. */
export class AuditActorDto {
  @ApiProperty({ enum: ACTOR_KINDS, enumName: 'AuditActorKind' })
  kind: AuditActorKind;
  id: string | null;
  /** Of a person, an API key or a provider; null for guests and for Beckon itself. */
  name: string | null;
}

/** One act. */
export class AuditEntryDto {
  id: string;
  actor: AuditActorDto;
  @ApiProperty({ enum: AUDIT_ACTIONS, enumName: 'AuditAction' })
  action: AuditAction;
  /** @example member_invitation */
  subjectType: string;
  subjectId: string | null;
  /**
   * What it is called today; a broadcast by its first line, a delivery by its guest, a suppression by its address. Null where it
   * has no name, is gone, or belongs to an event that you do not work on.
   */
  subjectName: string | null;
  /**
   * Of a message of an event that you work on.
   * @example reminder_7d
   */
  messageKind: string | null;
  /** Of an act on a collaborator of an event that you work on: whom it was about. */
  personName: string | null;
  /** The event it belongs to; null where there is none, or you do not work on it. */
  eventId: string | null;
  eventName: string | null;
  /** Ids and settings; never names, addresses or texts. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
  /** The network address it came from. Null for guests: what they did cannot be erased from here. */
  ip: string | null;
  requestId: string | null;
  at: Date;

  static from(row: AuditEntryRow): AuditEntryDto {
    const { id, action, subjectType, subjectId, subjectName, messageKind, personName, eventId, eventName } = row;
    const actor = { kind: row.actorKind, id: row.actorId, name: row.actorName };
    const subject = { subjectType, subjectId, subjectName, messageKind, personName, eventId, eventName };
    const { detail, ip, requestId, createdAt: at } = row;
    return { id, actor, action, ...subject, detail, ip, requestId, at };
  }
}

export class AuditEntryPageDto {
  items: AuditEntryDto[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<AuditEntryRow>): AuditEntryPageDto {
    return { items: items.map((item) => AuditEntryDto.from(item)), nextCursor };
  }
}
