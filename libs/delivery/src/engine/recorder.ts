import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '@beckon/core';
import { SuppressionsService } from '@beckon/consent';
import { OutcomesRepository, type RecordedOutcome } from './outcomes.repository';

/** Outcomes that end within this time of each other share one statement. */
const GATHER_MS = 4;
const MAX_BATCH = 500;
const LONGEST_RETRY_MS = 2000;

/**
 * Buffers outcomes for a few milliseconds and writes them together. What a provider told us is never dropped:
 * while PostgreSQL is away it is kept and tried again, and the sender stops taking more.
 */
@Injectable()
export class Recorder {
  private readonly logger = new Logger(Recorder.name);
  private waiting: RecordedOutcome[] = [];
  private writing: Promise<void> | null = null;
  private unwritten = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly outcomes: OutcomesRepository,
    private readonly suppressions: SuppressionsService,
  ) {}

  /** Outcomes that are known but not yet written. */
  get backlog(): number {
    return this.unwritten;
  }

  add(outcome: RecordedOutcome): void {
    this.waiting.push(outcome);
    this.unwritten++;
    this.writing ??= this.write();
  }

  /** Resolves when everything added so far is in the database. */
  async flushed(): Promise<void> {
    while (this.writing !== null) await this.writing;
  }

  private async write(): Promise<void> {
    await pause(GATHER_MS);
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      await this.writeBatch(batch);
      this.unwritten -= batch.length;
    }
    this.writing = null;
  }

  private async writeBatch(batch: readonly RecordedOutcome[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.record(batch);
        return;
      } catch (error) {
        this.logger.warn({ attempt, rows: batch.length, reason: (error as Error).message }, 'outcomes not written yet');
        await pause(Math.min(50 * 2 ** attempt, LONGEST_RETRY_MS));
      }
    }
  }

  /** A dead mailbox is suppressed in the transaction that records the refusal: both are known, or neither. */
  private async record(batch: readonly RecordedOutcome[]): Promise<void> {
    if (batch.every((outcome) => outcome.suppress === false)) return this.outcomes.record(batch);
    const idsOf = (suppress: true | 'stop'): string[] =>
      batch.filter((outcome) => outcome.suppress === suppress).map((outcome) => outcome.deliveryId);
    await this.transactions.run(async () => {
      await this.outcomes.record(batch);
      await this.suppress(idsOf(true), 'bounce');
      await this.suppress(idsOf('stop'), 'stop');
    });
  }

  private async suppress(deliveryIds: readonly string[], reason: 'bounce' | 'stop'): Promise<void> {
    if (deliveryIds.length === 0) return;
    for (const address of await this.outcomes.listAddresses(deliveryIds)) {
      await this.suppressions.suppress(
        { ...address, scope: 'organization', appliesTo: 'all', reason, source: 'provider' },
        { kind: 'provider', id: null },
      );
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
