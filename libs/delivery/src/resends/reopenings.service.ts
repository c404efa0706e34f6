import { Injectable } from '@nestjs/common';
import { Bell } from '@beckon/core';
import { type Message, type MessageStatus, SendingAgain, type SendingAgainContext } from '@beckon/messaging';
import { bellsFor } from '../domain/bells';
import { canarySizeOf } from '../domain/guard-rails';
import { GuardRailsRepository } from '../engine/guard-rails.repository';

/** Lets messages that got new rows run again. */
@Injectable()
export class Reopenings {
  constructor(
    private readonly sendingAgain: SendingAgain,
    private readonly guardRails: GuardRailsRepository,
    private readonly bell: Bell,
  ) {}

  /**
   * Call it in the transaction that wrote the rows. Many at once have the guard rails of a new send.
   *
   * @param rows how many there are
   * @returns the message's status now
   * @throws QuotaExceeded
   */
  async reopen(
    context: SendingAgainContext,
    message: Message,
    rows: number,
    act: Parameters<SendingAgain['reopen']>[3],
  ): Promise<MessageStatus> {
    const wasEnded = message.status === 'sent' || message.status === 'failed';
    const status = await this.sendingAgain.reopen(context, message, rows, act);
    if (wasEnded) await this.guardRails.start(message.id, canarySizeOf(rows));
    return status;
  }

  /** Rings as a fresh claim would. Call it after the commit. */
  async ring(messageId: string, rows: number): Promise<void> {
    if (rows === 0) return;
    const { count, isUrgent } = bellsFor(rows);
    for (let i = 0; i < count; i++) await this.bell.ring(messageId, { urgent: isUrgent });
  }
}
