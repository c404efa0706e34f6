import { NotFound, ValidationFailed } from '@beckon/core';
import { type EventContext, type EventEntity, EventsRepository } from '@beckon/events';
import { checkContent, type Template, TemplatesRepository } from '@beckon/templates';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import type { MessageDraft } from './domain/message-draft';
import { effectiveExpiry } from './domain/message-expiry';
import { findTimesFault, isWithinHour } from './domain/message-times';
import { type MessageWarning, messageWarnings, recencyWarnings } from './domain/message-warnings';
import { eventFactsOf } from './event-facts';
import { SendAtInPast, TemplateNotApproved } from './message.errors';
import type { RecipientsQuery } from './recipients-sql';
import { RecipientListsRepository } from './recipient-lists.repository';
import { RecipientsRepository } from './recipients.repository';
import { type WhatsAppTemplateFacts, WhatsAppTemplateSource } from './whatsapp-template-source';

/** A draft that may be kept, with what it stands for. */
export interface CheckedDraft {
  readonly event: EventEntity;
  readonly query: RecipientsQuery;
  /** Why WhatsApp does not take it now, in words; null when it does. A draft may be kept all the same. */
  readonly notSendable: string | null;
}

/** What a message takes from a saved template. */
export interface TemplateText {
  readonly id: string;
  readonly subject: string | null;
  readonly body: string;
}

export interface TimeChecks {
  readonly now: Date;
  readonly needsSendAt: boolean;
  readonly isNewSendAt: boolean;
}

/** Everything that must be right about a message before it is kept. */
@Injectable()
export class DraftChecks {
  constructor(
    private readonly events: EventsRepository,
    private readonly audiences: AudiencesService,
    private readonly recipients: RecipientsRepository,
    private readonly lists: RecipientListsRepository,
    private readonly templates: TemplatesRepository,
    private readonly whatsAppTemplates: WhatsAppTemplateSource,
  ) {}

  /**
   * @throws ValidationFailed (channel, text, times), UnresolvedTokens, InvalidAudience, SendAtInPast, TemplateNotApproved (when it is
   *   planned); nothing is kept then
   */
  async check(context: EventContext, draft: MessageDraft, times: TimeChecks): Promise<CheckedDraft> {
    const event = await this.events.get(context.eventId);
    checkContent(draft, eventFactsOf(event));
    const fault = findTimesFault(draft, times);
    if (fault?.code === 'SEND_AT_IN_PAST') throw new SendAtInPast();
    if (fault !== null) throw ValidationFailed.at(fault.path, fault.code, fault.message);
    const notSendable = await this.notSendable(context, draft);
    if (times.needsSendAt && notSendable !== null) throw new TemplateNotApproved(notSendable);
    return { event, query: await this.audiences.queryFor(context, draft, { isKept: true }), notSendable };
  }

  /** How many would get it today. */
  async countRecipients({ query }: CheckedDraft): Promise<number> {
    return (await this.recipients.count(query)).count;
  }

  /** What the author of a draft or a planned message should know. */
  async warnings(
    draft: Pick<MessageDraft, 'sendAt' | 'expiresAt'>,
    { event, query, notSendable }: CheckedDraft,
    now: Date,
  ): Promise<MessageWarning[]> {
    const expiresAt = effectiveExpiry(draft, event.startsAt);
    return [
      ...messageWarnings({ sendAt: draft.sendAt, expiresAt, notSendable }, await this.recipients.hasAny(query)),
      ...(draft.sendAt === null || isWithinHour(draft.sendAt, now) ? await this.recencyWarnings(query) : []),
    ];
  }

  /** Whether many of them just got another message. */
  async recencyWarnings(query: RecipientsQuery): Promise<MessageWarning[]> {
    return recencyWarnings(await this.lists.countWrittenWithinHour(query));
  }

  /**
   * The saved template a message starts from, or null when none is named.
   *
   * @throws ValidationFailed when the organization has none of this id, or it is for another channel
   */
  async template(
    context: EventContext,
    templateId: string | null | undefined,
    channel: string,
  ): Promise<TemplateText | null> {
    if (!templateId) return null;
    if (channel === 'whatsapp') {
      const { id, content } = await this.whatsAppTemplate(context.organizationId, templateId);
      return { id, subject: null, body: content };
    }
    const template = await this.findTemplate(context.organizationId, templateId);
    if (template === null)
      throw ValidationFailed.at('templateId', 'UNKNOWN_TEMPLATE', 'This template does not exist. Choose another one.');
    if (template.channel !== channel) {
      throw ValidationFailed.at(
        'templateId',
        'OTHER_CHANNEL',
        `This template is for ${template.channel}. Choose one for ${channel}.`,
      );
    }
    return { id: template.id, subject: template.subject ?? null, body: template.body };
  }

  /** Without a template WhatsApp takes free text, to those who wrote within 24 hours. */
  private async notSendable(
    { organizationId }: EventContext,
    { channel, templateId }: MessageDraft,
  ): Promise<string | null> {
    if (channel !== 'whatsapp' || templateId === null) return null;
    return (await this.whatsAppTemplate(organizationId, templateId)).reasonNotToSend;
  }

  private async whatsAppTemplate(organizationId: string, templateId: string): Promise<WhatsAppTemplateFacts> {
    const template = await this.whatsAppTemplates.find(organizationId, templateId);
    if (template !== null) return template;
    const message = 'This WhatsApp template does not exist. Choose another one.';
    throw ValidationFailed.at('templateId', 'UNKNOWN_TEMPLATE', message);
  }

  private async findTemplate(organizationId: string, templateId: string): Promise<Template | null> {
    try {
      return await this.templates.get(organizationId, templateId);
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }
}

/**
 * A message cannot say something else than its WhatsApp template.
 *
 * @throws ValidationFailed when a text is given and is another one
 */
export function isTextOf(template: { readonly body: string }, body: string | undefined): void {
  if (body === undefined || body.trim() === template.body.trim()) return;
  const message =
    'A WhatsApp template is sent as it was approved. Leave the text out, or write free text without a template to guests who wrote within 24 hours.';
  throw ValidationFailed.at('body', 'TEXT_OF_TEMPLATE', message);
}
