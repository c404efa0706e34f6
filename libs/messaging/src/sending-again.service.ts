import { type AuditActor, type AuditAction, AuditLog } from '@beckon/core';
import { EventsRepository } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { type Decision, decideSendAgain } from './domain/message-decisions';
import { effectiveExpiry } from './domain/message-expiry';
import type { MessageStatus } from './domain/message-state';
import type { Message } from './message.entity';
import { factsOf } from './message-facts';
import { isToBeDone } from './message-refusal';
import { MessagesRepository } from './messages.repository';
import { QuotaReservations } from './quota/quota-reservations';
import type { RecipientsQuery } from './recipients-sql';

/** Where a message is, and who acts. */
export interface SendingAgainContext {
  readonly organizationId: string;
  readonly eventId: string;
  readonly by: AuditActor;
}

/** Opens a message that was sent for some of its guests once more. Call it inside the transaction that adds their rows. */
@Injectable()
export class SendingAgain {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly events: EventsRepository,
    private readonly audiences: AudiencesService,
    private readonly quota: QuotaReservations,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The message, locked until the transaction ends: whoever sends it again waits for whoever does so already.
   *
   * @throws NotFound, MessageCancelled, NotRunning (not sent yet), MessageExpired
   */
  async getForUpdate({ eventId }: SendingAgainContext, messageId: string): Promise<Message> {
    const message = await this.messages.getForUpdate(eventId, messageId);
    isToBeDone(await this.decide(message));
    return message;
  }

  /**
   * The message without a lock, to look only.
   *
   * @returns with it the code of the refusal that `getForUpdate` would throw; null: none
   * @throws NotFound
   */
  async look(
    { eventId }: SendingAgainContext,
    messageId: string,
  ): Promise<{ message: Message; closed: string | null }> {
    const message = await this.messages.get(eventId, messageId);
    const decision = await this.decide(message);
    return { message, closed: decision.kind === 'refused' ? decision.refusal.code : null };
  }

  /**
   * The guests its audience has today, whatever was counted when it was sent.
   *
   * @throws InvalidAudience when its segment is gone
   */
  async audienceOf(context: SendingAgainContext, message: Message): Promise<RecipientsQuery> {
    const { audience, channel, dedupe } = message;
    const templateId = message.whatsappTemplateId ?? null;
    const segmentId = message.segmentId ?? null;
    const query = await this.audiences.queryFor(context, { audience, segmentId, channel, dedupe, templateId });
    // an invitation is for those it names, whoever else is in the audience today
    return message.kind === 'notice_invitation' ? { ...query, onlyOfMessageId: message.id } : query;
  }

  /**
   * Lets a message whose new rows are written run again, and notes who did it. One that is sending or paused stays so. One that has
   * ended holds quota for its new rows; of one that runs the quota is settled when it ends.
   *
   * @param rows how many there are
   * @param act `added`: guests who had no row before
   * @returns its status now
   * @throws QuotaExceeded
   */
  async reopen(
    { organizationId, by }: SendingAgainContext,
    message: Message,
    rows: number,
    act: { readonly added: number; readonly action: AuditAction; readonly detail: Readonly<Record<string, unknown>> },
  ): Promise<MessageStatus> {
    const isEnded = message.status === 'sent' || message.status === 'failed';
    const isChanged = await this.messages.change(
      message.id,
      { version: message.version, statuses: [message.status] },
      {
        ...(isEnded && { status: 'sending' as const, statusReason: null, finishedAt: null }),
        total: (message.total ?? 0) + act.added,
      },
    );
    if (!isChanged) throw new Error(`message ${message.id} changed under its lock`);
    if (isEnded) await this.quota.plan(message, null, () => rows);
    const { action, detail } = act;
    await this.audit.record({
      ...{ organizationId, actor: by, action, detail },
      subjectType: 'message',
      subjectId: message.id,
    });
    return isEnded ? 'sending' : message.status;
  }

  private async decide(message: Message): Promise<Decision> {
    const event = await this.events.get(message.eventId);
    return decideSendAgain(
      factsOf(message),
      {
        contentVersionId: message.contentVersionId ?? null,
        expiresAt: effectiveExpiry(message, event.startsAt),
        isEventOver: event.status === 'cancelled' && message.kind !== 'broadcast',
      },
      await this.messages.now(),
    );
  }
}
