import { Injectable } from '@nestjs/common';
import { Bell, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { IdempotencyKeyRequired, IdempotencyStore, IdempotentAnswer } from '@beckon/messaging';
import type { TestSendDto, TestSendResultDto } from '../dto/test-send.dto';
import { TestComposer } from './test-composer';

/** Sends a text to one address, so that its author sees it as a guest would. */
@Injectable()
export class TestSendsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyStore,
    private readonly tests: TestComposer,
    private readonly bell: Bell,
  ) {}

  /**
   * Queues one test message; the same key gives the same one, however often and however fast it is asked for.
   *
   * @throws IdempotencyKeyRequired, ValidationFailed, UnresolvedTokens, TemplateNotApproved, RateLimited, QuotaExceeded
   */
  async send(
    event: EventContext,
    input: TestSendDto,
    key: string | undefined,
  ): Promise<IdempotentAnswer<TestSendResultDto>> {
    if (key === undefined) throw new IdempotencyKeyRequired();
    const made: { messageId?: string } = {};
    const { channel, subject, body, templateId, to } = input;
    const request = {
      actorId: event.actor.id,
      operation: 'messages.test_send',
      key,
      requestBody: { eventId: event.eventId, channel, subject, body, to, ...(templateId && { templateId }) },
    };
    const answer = await this.transactions.run(() =>
      this.idempotency.run(request, async () => {
        const test = await this.tests.add(event, input);
        made.messageId = test.messageId;
        return new IdempotentAnswer<TestSendResultDto>(202, {
          id: test.deliveryId,
          channel,
          to: test.to,
          status: 'queued',
        });
      }),
    );
    if (made.messageId !== undefined) await this.bell.ring(made.messageId, { urgent: true });
    return answer;
  }
}
