import { Injectable } from '@nestjs/common';
import { AuditLog, Config, parseEmailAddress, parsePhoneNumber, RateLimited, ValidationFailed } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { QuotaReservations } from '@beckon/messaging';
import { freezeContent, sampleGuestValues } from '@beckon/templates';
import type { TestSendDto } from '../dto/test-send.dto';
import type { ClaimedContent } from '../engine/claimed-content';
import { envelopeOf } from '../engine/envelope';
import { TestSendsRepository } from './test-sends.repository';

const MOST_PER_HOUR = 60;

/** Writes test messages, in the caller's transaction. */
@Injectable()
export class TestComposer {
  constructor(
    private readonly config: Config,
    private readonly testSends: TestSendsRepository,
    private readonly quota: QuotaReservations,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes one that is due at once. It uses quota like any other message.
   *
   * @returns `to` as it is written to
   * @throws ValidationFailed, UnresolvedTokens, RateLimited, QuotaExceeded
   */
  async add(event: EventContext, input: TestSendDto): Promise<{ messageId: string; deliveryId: string; to: string }> {
    const { organizationId, eventId, actor } = event;
    const { channel, body } = input;
    const { recipient, addressKey } = readAddress(input);
    const { count, oneLessInSeconds } = await this.testSends.countLastHour(eventId);
    if (count >= MOST_PER_HOUR) {
      const minutes = Math.ceil(oneLessInSeconds / 60);
      const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
      throw new RateLimited(
        `At most ${MOST_PER_HOUR} test messages an hour can be sent for one event. Try again in ${wait}.`,
        oneLessInSeconds,
      );
    }
    const made = await this.testSends.add({
      ...{ organizationId, eventId, channel, body, recipient, addressKey },
      subject: channel === 'email' ? (input.subject ?? null) : null,
      mergeValues: { ...sampleGuestValues(this.config.publicBaseUrl) },
      content: await this.freeze(eventId, input),
      createdBy: actor.userId,
    });
    await this.quota.plan({ id: made.messageId, organizationId, channel }, null, () => 1);
    await this.audit.record({
      organizationId,
      actor: auditActorOf(actor),
      action: 'message.test_sent',
      subjectType: 'message',
      subjectId: made.messageId,
      detail: { eventId, channel },
    });
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
