import { AuditLog, DomainError, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import type { CsvUpload } from './csv-upload';
import type { ImportRow, LineProblem } from './domain/csv-row';
import { type ImportPlan, planImport } from './domain/import-plan';
import { ImportInterrupted } from './guest.errors';
import { readGuestFile } from './guest-file';
import { GuestImportsRepository } from './guest-imports.repository';
import { ImportPreview } from './import-preview';

const BATCH_ROWS = 1000;
const MAX_LISTED_PROBLEMS = 1000;

/** What came of an import; lines are counted, not guests. */
export interface ImportResult {
  readonly dryRun: boolean;
  created: number;
  updated: number;
  skipped: number;
  errorCount: number;
  /** The first thousand. */
  readonly errors: LineProblem[];
  ignoredColumns: readonly string[];
}

/**
 * Guest lists from CSV files. Lines are written in batches of a thousand, each in a transaction of its own: memory stays constant,
 * and a crash leaves whole batches, which the same file then skips.
 */
@Injectable()
export class GuestImportsService {
  constructor(
    private readonly guests: GuestImportsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Imports a file while it arrives. The request is read no faster than the database takes the lines.
   *
   * @throws ValidationFailed, FileTooLarge, NotAnUpload; after a part was imported, the same as ImportInterrupted
   */
  async importFile(event: EventContext, upload: CsvUpload, { dryRun }: { dryRun: boolean }): Promise<ImportResult> {
    const result: ImportResult = {
      dryRun,
      created: 0,
      updated: 0,
      skipped: 0,
      errorCount: 0,
      errors: [],
      ignoredColumns: [],
    };
    const preview = dryRun ? new ImportPreview() : null;
    try {
      await this.importItems(event, upload, preview, result);
    } catch (error) {
      const { created, updated, skipped } = result;
      if (dryRun || created + updated === 0) throw error;
      await this.record(event, result, 'interrupted');
      throw error instanceof DomainError ? new ImportInterrupted(error, { created, updated, skipped }) : error;
    }
    if (!dryRun) await this.record(event, result, 'complete');
    return result;
  }

  private async importItems(
    event: EventContext,
    upload: CsvUpload,
    preview: ImportPreview | null,
    result: ImportResult,
  ): Promise<void> {
    let batch: ImportRow[] = [];
    // one batch is with the database while the next one is read, never more
    let writing: Promise<void> = Promise.resolve();
    const write = async (): Promise<void> => {
      await writing;
      const rows = batch;
      batch = [];
      writing = this.writeOrRehearse(event, rows, preview).then((plan) => {
        addPlan(result, plan);
      });
      // heard by whoever awaits it next; until then it is not unheard
      writing.catch(() => undefined);
    };
    try {
      for await (const item of readGuestFile(await upload.open())) {
        if (item.kind === 'header') result.ignoredColumns = item.ignoredColumns;
        else if (item.kind === 'problems') addProblems(result, item.problems);
        else if (batch.push(item.row) === BATCH_ROWS) await write();
      }
      if (batch.length > 0) await write();
    } finally {
      await writing;
    }
    result.errors.sort((left, right) => left.line - right.line);
  }

  private writeOrRehearse(
    event: EventContext,
    rows: readonly ImportRow[],
    preview: ImportPreview | null,
  ): Promise<ImportPlan> {
    return preview === null ? this.write(event, rows) : this.rehearse(event, rows, preview);
  }

  private async write(event: EventContext, rows: readonly ImportRow[]): Promise<ImportPlan> {
    return this.transactions.run(async () => {
      await this.guests.claimTurn(event.eventId);
      const plan = planImport(rows, await this.guests.listMeant(event.eventId, rows, { isLocked: true }));
      await this.guests.insert(event, plan.created);
      await this.guests.update(event, plan.changed);
      return plan;
    });
  }

  private async rehearse(event: EventContext, rows: readonly ImportRow[], preview: ImportPreview): Promise<ImportPlan> {
    const stored = await this.guests.listMeant(event.eventId, rows, { isLocked: false });
    const plan = planImport(rows, preview.over(stored, rows));
    preview.add(plan.created);
    preview.change(plan.changed);
    return plan;
  }

  private async record(event: EventContext, result: ImportResult, outcome: 'complete' | 'interrupted'): Promise<void> {
    const { created, updated, skipped, errorCount } = result;
    await this.audit.record({
      organizationId: event.organizationId,
      actor: auditActorOf(event.actor),
      action: 'guests.imported',
      subjectType: 'event',
      subjectId: event.eventId,
      detail: { outcome, created, updated, skipped, errorCount },
    });
  }
}

function addPlan(result: ImportResult, { counts, problems }: ImportPlan): void {
  result.created += counts.created;
  result.updated += counts.updated;
  result.skipped += counts.skipped;
  addProblems(result, problems);
}

function addProblems(result: ImportResult, problems: readonly LineProblem[]): void {
  result.errorCount += problems.length;
  result.errors.push(...problems.slice(0, MAX_LISTED_PROBLEMS - result.errors.length));
}
