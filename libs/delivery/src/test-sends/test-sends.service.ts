import { Injectable } from '@nestjs/common';
import {
  Bell,
  Config,
  parseEmailAddress,
  parsePhoneNumber,
  RateLimited,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { IdempotencyKeyRequired, IdempotencyStore, IdempotentAnswer, QuotaReservations } from '@beckon/messaging';
import { freezeContent, sampleGuestValues } from '@beckon/templates';
import type { TestSendDto, TestSendResultDto } from '../dto/test-send.dto';
import type { ClaimedContent } from '../engine/claimed-content';
import { envelopeOf } from '../engine/envelope';
import { TestSendsRepository } from './test-sends.repository';

const MOST_PER_HOUR = 60;

/** Sends a text to one address, so that its author sees it as a guest would. */
@Injectable()
export class TestSendsService {
  constructor(
    private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyStore,
    private readonly testSends: TestSendsRepository,
    private readonly quota: QuotaReservations,
    private readonly bell: Bell,
  ) {}

  /**
   * Queues one test message; the same key gives the same one, however often and however fast it is asked for.
   *
   * @throws IdempotencyKeyRequired, ValidationFailed, UnresolvedTokens, RateLimited, QuotaExceeded
   */
  async send(
    event: EventContext,
    input: TestSendDto,
    key: string | undefined,
  ): Promise<IdempotentAnswer<TestSendResultDto>> {
    if (key === undefined) throw new IdempotencyKeyRequired();
    const made: { messageId?: string } = {};
    const { channel, subject, body, to } = input;
    const request = {
      actorId: event.actor.id,
      operation: 'messages.test_send',
      key,
      requestBody: { eventId: event.eventId, channel, subject, body, to },
    };
    const answer = await this.transactions.run(() =>
      this.idempotency.run(request, async () => {
        const test = await this.add(event, input);
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

  private async add(
    event: EventContext,
    input: TestSendDto,
  ): Promise<{ messageId: string; deliveryId: string; to: string }> {
    const { recipient, addressKey } = readAddress(input);
    if ((await this.testSends.countLastHour(event.eventId)) >= MOST_PER_HOUR) {
      throw new RateLimited(
        `At most ${MOST_PER_HOUR} test messages an hour can be sent for one event. Wait a little.`,
        600,
      );
    }
    const made = await this.testSends.add({
      organizationId: event.organizationId,
      eventId: event.eventId,
      channel: input.channel,
      subject: input.channel === 'email' ? (input.subject ?? null) : null,
      body: input.body,
      recipient,
      addressKey,
      mergeValues: { ...sampleGuestValues(this.config.publicBaseUrl) },
      content: await this.freeze(event.eventId, input),
      createdBy: event.actor.userId,
    });
    const claimant = { id: made.messageId, organizationId: event.organizationId, channel: input.channel };
    await this.quota.plan(claimant, null, () => 1);
    return { ...made, to: recipient };
  }

  private async freeze(eventId: string, input: TestSendDto): Promise<ClaimedContent> {
    const event = await this.testSends.getEvent(eventId);
    const content = await freezeContent({
      channel: input.channel,
      subject: input.subject ?? null,
      body: input.body,
      event,
      branding: event,
      isBroadcast: true,
      linkBase: this.config.publicBaseUrl,
    });
    // looks like the real one, but nobody unsubscribes from a test
    return { content, envelope: { ...envelopeOf(event, this.config, null) }, isBroadcast: false };
  }
}

function readAddress({ channel, to }: TestSendDto): { recipient: string; addressKey: string } {
  if (channel === 'email') {
    const parsed = parseEmailAddress(to);
    if ('reason' in parsed) throw ValidationFailed.at('to', 'INVALID_EMAIL', parsed.reason);
    return { recipient: parsed.address, addressKey: parsed.key };
  }
  const parsed = parsePhoneNumber(to);
  if ('reason' in parsed) throw ValidationFailed.at('to', 'INVALID_PHONE', parsed.reason);
  return { recipient: parsed.phone, addressKey: parsed.phone };
}
