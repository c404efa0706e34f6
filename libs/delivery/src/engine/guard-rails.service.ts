import { Injectable, Logger } from '@nestjs/common';
import { AuditLog, Transactions } from '@beckon/core';
import type { Verdict } from '../domain/after-outcome';
import { GuardRailsRepository, type ProtectedMessage } from './guard-rails.repository';
import type { RunningMessage } from './running-message';

/** Outcomes with failures among them are reported this often at most. */
const REPORT_MS = 200;

interface Tally {
  failed: number;
  others: number;
  reportedAt: number;
  reporting: Promise<void> | null;
}

/** Stops a big message when many of its first, or of its last guests failed: the mistake costs a few mails and not all of them. */
@Injectable()
export class GuardRails {
  private readonly logger = new Logger(GuardRails.name);
  private readonly tallies = new Map<string, Tally>();

  constructor(
    private readonly transactions: Transactions,
    private readonly guardRails: GuardRailsRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Decides about the first few of a message, see `GuardRailsRepository.judgeCanary`.
   *
   * @returns `waiting` when they are not through yet
   */
  async judgeCanary(messageId: string): Promise<'passed' | 'paused' | 'waiting'> {
    return this.transactions.run(async () => {
      const verdict = await this.guardRails.judgeCanary(messageId);
      if (typeof verdict === 'string') return verdict;
      await this.recordPause(messageId, verdict);
      return 'paused';
    });
  }

  /** Notes what became of a guest. Costs nothing but a count; the database hears of it in batches, and only of messages that are watched. */
  note({ id, guard }: RunningMessage, { status }: Verdict): void {
    if (guard !== 'watch' || status === 'pending') return;
    const tally = this.tallies.get(id) ?? { failed: 0, others: 0, reportedAt: 0, reporting: null };
    this.tallies.set(id, tally);
    if (status !== 'failed') {
      tally.others++;
      return;
    }
    tally.failed++;
    if (tally.reporting !== null || performance.now() - tally.reportedAt < REPORT_MS) return;
    tally.reporting = this.send(id, tally)
      .catch((error: unknown) =>
        this.logger.warn({ messageId: id, reason: (error as Error).message }, 'outcomes not counted'),
      )
      .finally(() => (tally.reporting = null));
  }

  /** Reports what is left of a drain that ends. */
  async report({ id }: RunningMessage): Promise<void> {
    const tally = this.tallies.get(id);
    if (tally === undefined) return;
    await tally.reporting;
    if (tally.failed + tally.others > 0) await this.send(id, tally);
    if (tally.failed + tally.others === 0 && tally.reporting === null) this.tallies.delete(id);
  }

  private async send(messageId: string, tally: Tally): Promise<void> {
    const { failed, others } = tally;
    Object.assign(tally, { failed: 0, others: 0, reportedAt: performance.now() });
    if (!(await this.guardRails.addOutcomes(messageId, { failed, others }))) return;
    await this.transactions.run(async () => {
      const paused = await this.guardRails.pauseWatched(messageId);
      if (paused !== null) await this.recordPause(messageId, paused);
    });
  }

  private async recordPause(messageId: string, { organizationId, detail }: ProtectedMessage): Promise<void> {
    const { failed, of, stage } = detail;
    this.logger.warn({ messageId, failed, of, stage }, 'message paused to protect its sender');
    await this.audit.record({
      ...{ organizationId, actor: { kind: 'system', id: null }, action: 'message.paused' },
      ...{ subjectType: 'message', subjectId: messageId, detail: { reason: 'protect', failed, of, stage } },
    });
  }
}
