import { Injectable } from '@nestjs/common';
import { Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { InvalidAudience } from '@beckon/guests';
import { auditActorOf } from '@beckon/identity';
import {
  IdempotencyStore,
  IdempotentAnswer,
  type Message,
  type RecipientsQuery,
  SendingAgain,
  type SendingAgainContext,
} from '@beckon/messaging';
import { ReceiptsService } from '../receipts/receipts.service';
import type { NextStepsDto, RetriedDto, SentToMissedDto } from '../dto/resends.dto';
import { Reopenings } from './reopenings.service';
import { ResendsRepository } from './resends.repository';

/** Of one message; with more than these waiting, rows that they speak of are left for the next press. */
const RECEIPTS_LOOKED_AT = 500;

/** Sends a message that was sent to some of its guests again, or at last. Nobody who got it or may have got it gets it twice. */
@Injectable()
export class ResendsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyStore,
    private readonly sendingAgain: SendingAgain,
    private readonly resends: ResendsRepository,
    private readonly reopenings: Reopenings,
    private readonly receipts: ReceiptsService,
  ) {}

  /** What could be done now, in guests; changes nothing. @throws NotFound */
  async nextSteps(event: EventContext, messageId: string): Promise<NextStepsDto> {
    const context = contextOf(event);
    const { message, closed } = await this.sendingAgain.look(context, messageId);
    const audience = closed === null ? await this.audienceIfAny(context, message) : null;
    const steps = await this.resends.countNextSteps(message, audience);
    if (closed === null) return { ...steps, closed };
    // nothing is sent any more, but a person can still say that something arrived
    return { ...steps, retryable: 0, permanent: steps.permanent + steps.retryable, closed };
  }

  /**
   * Tries the guests again whose failure was "not now". Nothing to try is no mistake: the answer says 0.
   *
   * @throws NotFound, MessageCancelled, NotRunning, MessageExpired, and as `IdempotencyStore.run`
   */
  async retryFailed(
    event: EventContext,
    messageId: string,
    key: string | undefined,
  ): Promise<IdempotentAnswer<RetriedDto>> {
    return this.run(event, messageId, 'messages.retry-failed', key, async (context, message) => {
      const retried = await this.resends.copyFailed(message);
      const { permanent } = await this.resends.countNextSteps(message, null);
      const act = { added: 0, action: 'message.failed_retried' as const, detail: { retried } };
      const status = retried > 0 ? await this.reopenings.reopen(context, message, retried, act) : message.status;
      return { rows: retried, body: { retried, permanent, status } };
    });
  }

  /**
   * Sends it to the guests its audience has today who neither got it nor may have got it.
   *
   * @throws as `retryFailed`, and InvalidAudience when the segment is gone
   */
  async sendMissed(
    event: EventContext,
    messageId: string,
    key: string | undefined,
  ): Promise<IdempotentAnswer<SentToMissedDto>> {
    return this.run(event, messageId, 'messages.send-missed', key, async (context, message) => {
      const audience = await this.sendingAgain.audienceOf(context, message);
      const { sent: added, newcomers } = await this.resends.addMissed(message, audience);
      const act = { added: newcomers, action: 'message.missed_sent' as const, detail: { added, newcomers } };
      const status = added > 0 ? await this.reopenings.reopen(context, message, added, act) : message.status;
      return { rows: added, body: { added, status } };
    });
  }

  /** Null when its segment is gone: then nobody is missed. */
  private async audienceIfAny(context: SendingAgainContext, message: Message): Promise<RecipientsQuery | null> {
    try {
      return await this.sendingAgain.audienceOf(context, message);
    } catch (error) {
      if (error instanceof InvalidAudience) return null;
      throw error;
    }
  }

  private async run<T>(
    event: EventContext,
    messageId: string,
    operation: string,
    key: string | undefined,
    work: (context: SendingAgainContext, message: Message) => Promise<{ rows: number; body: T }>,
  ): Promise<IdempotentAnswer<T>> {
    // what has arrived after all may be known already, and only wait for its next try
    await this.receipts.applyWaiting(messageId, RECEIPTS_LOOKED_AT);
    const done = { rows: 0 };
    const requestBody = { eventId: event.eventId, messageId };
    const answer = await this.transactions.run(() =>
      this.idempotency.run({ actorId: event.actor.id, operation, key, requestBody }, async () => {
        const context = contextOf(event);
        const { rows, body } = await work(context, await this.sendingAgain.getForUpdate(context, messageId));
        done.rows = rows;
        return new IdempotentAnswer(200, body);
      }),
    );
    await this.reopenings.ring(messageId, done.rows);
    return answer;
  }
}

/** Who acts, and where. */
export function contextOf({ organizationId, eventId, actor }: EventContext): SendingAgainContext {
  return { organizationId, eventId, by: auditActorOf(actor) };
}
