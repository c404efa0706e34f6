import { decodeCursor, type Page, toPage } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { AuditEntriesRepository, type AuditEntryRow } from './audit-entries.repository';

/** Who did what in an organization. */
@Injectable()
export class AuditEntriesService {
  constructor(private readonly entries: AuditEntriesRepository) {}

  /** Newest first. */
  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<AuditEntryRow>> {
    const before = decodeCursor(cursor, ['uuid']);
    const { organizationId, id } = actor;
    const after = (before?.[0] as string | undefined) ?? null;
    const rows = await this.entries.list(organizationId, id, after, limit + 1);
    return toPage(rows, limit, (row) => [row.id]);
  }
}
