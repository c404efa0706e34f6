import { Config, StaleVersion, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { chooseAudience } from './choose-audience';
import { Departures } from './departures.service';
import { readInstant } from './domain/instants';
import { decideEdit } from './domain/message-decisions';
import { applyChanges, type DraftChanges, isReaddressed, type MessageDraft } from './domain/message-draft';
import { isReminder } from './domain/reminder-rules';
import { DraftChecks, isTextOf } from './draft-checks.service';
import type { UpdateMessageDto } from './dto/message-input.dto';
import type { Message } from './message.entity';
import { columnsOf, draftOf, factsOf } from './message-facts';
import { isToBeDone } from './message-refusal';
import type { MessageView } from './message-view';
import { MessageWriter } from './message-writer';
import { type MessageFields, MessagesRepository } from './messages.repository';

/** Changes drafts and planned messages. */
@Injectable()
export class EditsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: MessagesRepository,
    private readonly writer: MessageWriter,
    private readonly checks: DraftChecks,
    private readonly departures: Departures,
    private readonly config: Config,
  ) {}

  /**
   * Changes what is named in `changes`. Asked in this order: may it still be changed, has the caller seen the current
   * version, is the result right.
   *
   * @throws PastEditWindow, MessageCancelled, StaleVersion, QuotaExceeded, and what is wrong with the result (see `DraftChecks.check`)
   */
  async edit(context: EventContext, messageId: string, changes: UpdateMessageDto): Promise<MessageView> {
    const { view, now } = await this.transactions.run(async () => {
      const message = await this.messages.getForUpdate(context.eventId, messageId);
      const now = await this.messages.now();
      isToBeDone(decideEdit(factsOf(message), now, this.config.editWindowSeconds));
      if (message.version !== changes.version) throw new StaleVersion('This message', message.version);
      return { view: await this.apply(context, message, changes, now), now };
    });
    await this.departures.ring(view.message, now, null);
    return view;
  }

  private async apply(
    context: EventContext,
    message: Message,
    changes: UpdateMessageDto,
    now: Date,
  ): Promise<MessageView> {
    const before = draftOf(message);
    const after = await this.changed(context, before, changesOf(message, changes));
    const status = changes.mode === 'schedule' ? 'scheduled' : message.status;
    const isNewSendAt = changes.sendAt !== undefined || status !== message.status;
    const checked = await this.checks.check(context, after, { now, needsSendAt: status === 'scheduled', isNewSendAt });
    const fields = {
      ...columnsOf(after),
      status,
      ...consequences(message, before, after),
      statusReason: null,
      claimAttempts: 0,
      claimAfter: null,
      claimError: null,
    };
    const { version: _version, ...named } = changes;
    const changed = await this.writer.change(context, message, fields, {
      action: 'message.edited',
      detail: { fields: Object.keys(named).sort() },
    });
    if (status === 'scheduled') await this.departures.reserve(changed, () => this.checks.countRecipients(checked));
    return this.writer.view(changed, await this.checks.warnings(after, checked, now));
  }

  /** The text of a WhatsApp template is the template's. */
  private async changed(context: EventContext, before: MessageDraft, wanted: DraftChanges): Promise<MessageDraft> {
    const after = applyChanges(before, wanted);
    const template = await this.checks.template(context, wanted.templateId, after.channel);
    if (after.channel !== 'whatsapp' || after.templateId === null) return after;
    if (template === null && wanted.body !== undefined) isTextOf(before, wanted.body);
    if (template !== null) isTextOf(template, wanted.body);
    return template === null ? after : { ...after, body: template.body };
  }
}

function changesOf(message: Message, changes: UpdateMessageDto): DraftChanges {
  const { channel, subject, body, templateId, dedupe } = changes;
  const isOtherAudience = changes.audience !== undefined || changes.segmentId !== undefined;
  const segmentId =
    changes.segmentId === undefined && changes.audience === 'segment' ? message.segmentId : changes.segmentId;
  const audience = changes.audience ?? (changes.segmentId === null ? message.audience : undefined);
  const isReminderMoved = isReminder(message.kind) && changes.sendAt !== undefined && changes.expiresAt === undefined;
  return {
    ...{ channel, subject, body, templateId, dedupe },
    choice: isOtherAudience ? chooseAudience(audience, segmentId) : undefined,
    sendAt: readInstant(changes.sendAt),
    // its expiry was the time of the next reminder, which means nothing for a time of one's own
    expiresAt: isReminderMoved ? null : readInstant(changes.expiresAt),
  };
}

/** What follows from a change by itself. */
function consequences(message: Message, before: MessageDraft, after: MessageDraft): Partial<MessageFields> {
  const isMoved = before.sendAt?.getTime() !== after.sendAt?.getTime();
  return {
    ...(isMoved && { heldUntil: null }),
    ...((isMoved || isReaddressed(before, after)) && { snapshotId: null }),
    ...(isMoved && isReminder(message.kind) && { editedByHand: true }),
  };
}
