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
import { SendAtInPast } from './message.errors';
import type { RecipientsQuery } from './recipients-sql';
import { RecipientListsRepository } from './recipient-lists.repository';
import { RecipientsRepository } from './recipients.repository';

/** A draft that may be kept, with what it stands for. */
export interface CheckedDraft {
  readonly event: EventEntity;
  readonly query: RecipientsQuery;
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
  ) {}

  /**
   * @throws ValidationFailed (channel, text, times), UnresolvedTokens, InvalidAudience, SendAtInPast; nothing is kept then
   */
  async check(context: EventContext, draft: MessageDraft, times: TimeChecks): Promise<CheckedDraft> {
    if (draft.channel === 'whatsapp') {
      const message =
        'Messages over WhatsApp are not available yet: WhatsApp only takes approved templates. Choose email or sms.';
      throw ValidationFailed.at('channel', 'CHANNEL_NOT_AVAILABLE', message);
    }
    const event = await this.events.get(context.eventId);
    checkContent(draft, eventFactsOf(event));
    const fault = findTimesFault(draft, times);
    if (fault?.code === 'SEND_AT_IN_PAST') throw new SendAtInPast();
    if (fault !== null) throw ValidationFailed.at(fault.path, fault.code, fault.message);
    return { event, query: await this.audiences.queryFor(context, draft, { isKept: true }) };
  }

  /** How many would get it today. */
  async countRecipients({ query }: CheckedDraft): Promise<number> {
    return (await this.recipients.count(query)).count;
  }

  /** What the author of a draft or a planned message should know. */
  async warnings(
    draft: Pick<MessageDraft, 'sendAt' | 'expiresAt'>,
    { event, query }: CheckedDraft,
    now: Date,
  ): Promise<MessageWarning[]> {
    const expiresAt = effectiveExpiry(draft, event.startsAt);
    return [
      ...messageWarnings({ sendAt: draft.sendAt, expiresAt }, await this.recipients.hasAny(query)),
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
  ): Promise<Template | null> {
    if (!templateId) return null;
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
    return template;
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
