import { Injectable } from '@nestjs/common';
import { Config } from '@beckon/core';
import { type WhatsAppTemplateFacts, WhatsAppTemplateSource } from '@beckon/messaging';
import { freezeContent, type FreezeInput } from '@beckon/templates';
import type { ClaimedContent } from './claimed-content';
import type { DueMessage } from './claims.repository';
import { envelopeOf } from './envelope';
import { TemplateFollowUps } from './template-follow-ups';
import { claimedTemplate, freezeVariables, type FrozenVariable } from './freeze-template';

/** What a message says, frozen; `variables` only with a WhatsApp template. */
export interface FrozenText {
  readonly claimed: ClaimedContent;
  readonly variables: readonly FrozenVariable[];
}

/** Freezes what a message says at the moment it is claimed. */
@Injectable()
export class ClaimTexts {
  constructor(
    private readonly config: Config,
    private readonly whatsAppTemplates: WhatsAppTemplateSource,
    private readonly followUps: TemplateFollowUps,
  ) {}

  /**
   * The WhatsApp template of a message, as it stands now; null without one.
   *
   * @throws Error when it is gone: the claim fails with that reason
   */
  async templateOf(message: DueMessage): Promise<WhatsAppTemplateFacts | null> {
    if (message.whatsAppTemplateId === null) return null;
    const template = await this.whatsAppTemplates.find(message.organizationId, message.whatsAppTemplateId);
    if (template === null) throw new Error('The WhatsApp template of this message was deleted.');
    return template;
  }

  /** @throws as `freezeContent`: the event may have changed since the text was saved */
  async freeze(message: DueMessage, template: WhatsAppTemplateFacts | null): Promise<FrozenText> {
    const { event } = message;
    const input: FreezeInput = {
      channel: message.channel,
      subject: message.subject,
      body: template?.content ?? message.body,
      event,
      branding: event,
      isBroadcast: true,
      linkBase: this.config.publicBaseUrl,
    };
    const envelope = envelopeOf(event, this.config, message.eventId);
    const claimed = { content: await freezeContent(input), envelope, isBroadcast: true };
    if (template === null) return { claimed, variables: [] };
    const variables = await freezeVariables(template, input);
    const forTwilio = claimedTemplate(template.contentSid, variables);
    return { claimed: { ...claimed, ...(forTwilio && { template: forTwilio }) }, variables };
  }

  /** Fills a WhatsApp template in for the rows that were just written. @returns how many are still to be sent */
  async planned(messageId: string, { claimed, variables }: FrozenText): Promise<number> {
    return this.followUps.planned({ messageId, content: claimed.content, variables });
  }
}
