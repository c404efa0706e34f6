import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '@beckon/core';
import { SuppressionsService } from '@beckon/consent';
import { AnswersService } from '@beckon/guests';
import {
  type InboundEffect,
  InboundMessagesRepository,
  type OpenInbound,
  type WrittenTo,
} from './inbound-messages.repository';

/** Does what guests ask for in messages: stop, start, yes, no. Each message once, however often it came. */
@Injectable()
export class ConversationsService {
  private readonly logger = new Logger(ConversationsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly inbound: InboundMessagesRepository,
    private readonly suppressions: SuppressionsService,
    private readonly answers: AnswersService,
  ) {}

  /** Applies one stored message, unless that was done. Whatever goes wrong is made good by `applyDue`. */
  async tryApply(id: string): Promise<void> {
    try {
      await this.transactions.run(() => this.apply(id));
    } catch (error) {
      this.logger.warn(
        { inboundId: id, reason: (error as Error).message },
        "a guest's message could not be applied yet",
      );
      await this.inbound.putOff(id).catch(() => undefined);
    }
  }

  /** Applies messages that met trouble. */
  async applyDue(limit: number): Promise<void> {
    for (const id of await this.inbound.listDue(limit)) await this.tryApply(id);
  }

  /** Forgets old messages of people whom nobody here wrote to. */
  async prune(limit: number): Promise<void> {
    await this.inbound.deleteStrangers(limit);
  }

  private async apply(id: string): Promise<void> {
    for (const message of await this.inbound.claimConversation(id)) {
      const writtenTo = await this.inbound.listWrittenTo(message);
      await this.inbound.linkGuests(message.id, writtenTo);
      await this.inbound.markApplied(message.id, await this.act(message, writtenTo[0] ?? null));
    }
  }

  private async act(message: OpenInbound, latest: WrittenTo | null): Promise<InboundEffect | null> {
    switch (message.meaning) {
      case 'stop':
        return (await this.stop(message)) > 0 ? 'stopped' : null;
      case 'start':
        return (await this.start(message)) > 0 ? 'started' : null;
      case 'yes':
        // to somebody who had stopped, the word means "write to me again", as it does at Twilio
        if ((await this.start(message)) > 0) return 'started';
        return this.answer(message, latest, 'attending');
      case 'no':
        return this.answer(message, latest, 'declined');
      case 'help':
      case 'text':
        return null;
    }
  }

  /** The number is shared by all that send from here, so a STOP to it holds for everybody who ever wrote from it. */
  private async stop(message: OpenInbound): Promise<number> {
    const senders = await this.inbound.listSenders(message);
    for (const { organizationId, guestId } of senders) {
      await this.suppressions.suppress(
        {
          organizationId,
          channel: message.channel,
          address: message.fromPhone,
          addressKey: message.fromPhone,
          scope: 'organization',
          appliesTo: 'all',
          reason: 'stop',
          source: 'reply',
        },
        { kind: 'guest', id: guestId },
      );
    }
    return senders.length;
  }

  /** START lifts STOP and nothing else: a dead number stays dead. */
  private async start(message: OpenInbound): Promise<number> {
    let lifted = 0;
    for (const { organizationId, guestId } of await this.inbound.listSenders(message)) {
      lifted += await this.suppressions.liftByReason(
        { organizationId, channel: message.channel, addressKey: message.fromPhone, reason: 'stop' },
        { kind: 'guest', id: guestId },
      );
    }
    return lifted;
  }

  /** The newest message to this number decides which event is meant. */
  private async answer(
    { id, channel }: OpenInbound,
    latest: WrittenTo | null,
    response: 'attending' | 'declined',
  ): Promise<InboundEffect | null> {
    if (latest === null) return null;
    const result = await this.answers.answerByMessage(latest.guestId, response, { channel, inboundMessageId: id });
    if (result === 'answered') return 'answered';
    return result === 'closed' ? 'answer_too_late' : null;
  }
}
