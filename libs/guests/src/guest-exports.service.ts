import { AuditLog } from '@beckon/core';
import { type EventContext, EventsRepository } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { exportFileName, exportHeader, exportLine } from './domain/csv-export';
import { GuestExportsRepository } from './guest-exports.repository';

const PAGE_ROWS = 1000;
/** More different attributes than any list should have; a wider file would not open in a spreadsheet. */
const MAX_ATTRIBUTE_COLUMNS = 300;

/** A guest list on its way out. */
export interface GuestExport {
  readonly fileName: string;
  /** Parts of the file; each is read when it is asked for. */
  readonly parts: AsyncIterable<string>;
}

/** Guest lists as CSV files. */
@Injectable()
export class GuestExportsService {
  constructor(
    private readonly guests: GuestExportsRepository,
    private readonly events: EventsRepository,
    private readonly audit: AuditLog,
  ) {}

  /** The whole list; what is read later shows changes made meanwhile, and no guest twice. */
  async exportGuests(event: EventContext): Promise<GuestExport> {
    const { name } = await this.events.get(event.eventId);
    const keys = await this.guests.listAttributeKeys(event.eventId, MAX_ATTRIBUTE_COLUMNS);
    await this.audit.record({
      organizationId: event.organizationId,
      actor: auditActorOf(event.actor),
      action: 'guests.exported',
      subjectType: 'event',
      subjectId: event.eventId,
    });
    return { fileName: exportFileName(name), parts: this.parts(event.eventId, keys) };
  }

  private async *parts(eventId: string, keys: readonly string[]): AsyncGenerator<string, void, undefined> {
    // the mark makes Excel read UTF-8; the import skips it
    yield `\ufeff${exportHeader(keys)}`;
    let after: string | null = null;
    do {
      const page = await this.guests.listPage(eventId, after, PAGE_ROWS);
      if (page.length > 0) yield page.map((guest) => exportLine(guest, keys)).join('');
      after = page.length === PAGE_ROWS ? (page.at(-1)?.id ?? null) : null;
    } while (after !== null);
  }
}
