import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError, Transactions } from '@beckon/core';
import { SendingAgain } from '@beckon/messaging';
import { Reopenings } from '../resends/reopenings.service';
import { UnconfirmedRepository } from '../resends/unconfirmed.repository';
import { Rounds } from './rounds';

const ROUND_MS = 10_000;
const MESSAGES_A_ROUND = 200;

/**
 * For organizations that chose `onUnknown: resend`: sends what nobody can know about once more, after it has waited ten minutes for
 * a receipt, and never a second time. What is older than a day is left to a person.
 */
@Injectable()
export class UnknownResends implements OnApplicationBootstrap {
  private readonly logger = new Logger(UnknownResends.name);

  constructor(
    private readonly rounds: Rounds,
    private readonly transactions: Transactions,
    private readonly sendingAgain: SendingAgain,
    private readonly unconfirmed: UnconfirmedRepository,
    private readonly reopenings: Reopenings,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.every('resend unknown', ROUND_MS, async () => {
      for (const message of await this.unconfirmed.listDueByThemselves(MESSAGES_A_ROUND)) await this.resend(message);
    });
  }

  private async resend(where: { messageId: string; eventId: string; organizationId: string }): Promise<void> {
    const { messageId } = where;
    const context = { ...where, by: { kind: 'system', id: null } as const };
    try {
      const resolved = await this.transactions.run(async () => {
        const message = await this.sendingAgain.getForUpdate(context, messageId);
        const count = await this.unconfirmed.copyUnknown({ messageId, isDueByItself: true }, null);
        const act = {
          added: 0,
          action: 'message.unconfirmed_resolved' as const,
          detail: { as: 'resend', resolved: count },
        };
        if (count > 0) await this.reopenings.reopen(context, message, count, act);
        return count;
      });
      if (resolved === 0) return;
      this.logger.log({ messageId, resolved }, 'sent again what nobody can know about');
      await this.reopenings.ring(messageId, resolved);
    } catch (error) {
      // its time is over, or it was cancelled: a person may still decide
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
