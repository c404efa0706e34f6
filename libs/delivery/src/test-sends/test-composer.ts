import { Injectable } from '@nestjs/common';
import {
  AuditLog,
  Config,
  isUsNumber,
  parseEmailAddress,
  parsePhoneNumber,
  RateLimited,
  ValidationFailed,
} from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import {
  isTextOf,
  QuotaReservations,
  TemplateNotApproved,
  type WhatsAppTemplateFacts,
  whatsAppRuleOf,
  WhatsAppTemplateSource,
} from '@beckon/messaging';
import { freezeContent, type FreezeInput, sampleGuestValues } from '@beckon/templates';
import type { TestSendDto } from '../dto/test-send.dto';
import type { ClaimedContent } from '../engine/claimed-content';
import { envelopeOf } from '../engine/envelope';
import { claimedTemplate, freezeVariables } from '../engine/freeze-template';
import { TestSendsRepository } from './test-sends.repository';

const MOST_PER_HOUR = 60;

/** Writes test messages, in the caller's transaction. */
@Injectable()
export class TestComposer {
  constructor(
    private readonly config: Config,
    private readonly testSends: TestSendsRepository,
    private readonly whatsAppTemplates: WhatsAppTemplateSource,
    private readonly quota: QuotaReservations,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes one that is due at once. It uses quota like any other message.
   *
   * @returns `to` as it is written to
   * @throws ValidationFailed, UnresolvedTokens, TemplateNotApproved, RateLimited, QuotaExceeded
   */
  async add(event: EventContext, input: TestSendDto): Promise<{ messageId: string; deliveryId: string; to: string }> {
    const { organizationId, eventId, actor } = event;
    const { channel } = input;
    const template = await this.template(organizationId, input);
    const body = template?.content ?? input.body ?? '';
    const { recipient, addressKey } = readAddress(input);
    if (template !== null && whatsAppRuleOf(template.category) === 'marketing' && isUsNumber(recipient)) {
      const message = 'WhatsApp delivers no marketing templates to numbers of the United States. Try another number.';
      throw ValidationFailed.at('to', 'NOT_REACHABLE_US', message);
    }
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
      whatsAppTemplateId: template?.id ?? null,
      subject: channel === 'email' ? (input.subject ?? null) : null,
      mergeValues: { ...sampleGuestValues(this.config.publicBaseUrl) },
      content: await this.freeze(eventId, { channel, subject: input.subject ?? null, body }, template),
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

  /** @throws ValidationFailed without a template that is there, TemplateNotApproved */
  private async template(
    organizationId: string,
    { channel, body, templateId }: TestSendDto,
  ): Promise<WhatsAppTemplateFacts | null> {
    if (channel !== 'whatsapp') return null;
    const template = templateId == null ? null : await this.whatsAppTemplates.find(organizationId, templateId);
    if (template === null) {
      const message = 'Choose a WhatsApp template: a text of your own only reaches somebody who wrote within 24 hours.';
      throw ValidationFailed.at('templateId', templateId == null ? 'REQUIRED' : 'UNKNOWN_TEMPLATE', message);
    }
    isTextOf({ body: template.content }, body);
    if (template.reasonNotToSend !== null) throw new TemplateNotApproved(template.reasonNotToSend);
    return template;
  }

  private async freeze(
    eventId: string,
    input: Pick<FreezeInput, 'channel' | 'subject' | 'body'>,
    template: WhatsAppTemplateFacts | null,
  ): Promise<ClaimedContent> {
    const event = await this.testSends.getEvent(eventId);
    const from: FreezeInput = {
      ...input,
      event,
      branding: event,
      isBroadcast: true,
      linkBase: this.config.publicBaseUrl,
    };
    const content = await freezeContent(from);
    const forTwilio = template && claimedTemplate(template.contentSid, await freezeVariables(template, from));
    // looks like the real one, but nobody unsubscribes from a test
    return {
      content,
      envelope: { ...envelopeOf(event, this.config, null) },
      isBroadcast: false,
      ...(forTwilio && { template: forTwilio }),
    };
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
