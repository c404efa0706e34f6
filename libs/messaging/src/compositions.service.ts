import type { EventContext } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { chooseAudience } from './choose-audience';
import { Departures } from './departures.service';
import { readInstant } from './domain/instants';
import type { MessageDraft } from './domain/message-draft';
import { DraftChecks, isTextOf } from './draft-checks.service';
import { MessageDto } from './dto/message.dto';
import type { CreateMessageDto } from './dto/message-input.dto';
import { IdempotentAnswer } from './idempotency.store';
import { IdempotentEffects } from './idempotent-effects';
import { columnsOf } from './message-facts';
import type { MessageView } from './message-view';
import { MessageWriter } from './message-writer';
import { MessagesRepository } from './messages.repository';

interface Composed {
  readonly view: MessageView;
  readonly now: Date;
  /** Null when nobody counted. */
  readonly count: number | null;
}

/** Writes new messages. */
@Injectable()
export class CompositionsService {
  constructor(
    private readonly effects: IdempotentEffects,
    private readonly messages: MessagesRepository,
    private readonly writer: MessageWriter,
    private readonly checks: DraftChecks,
    private readonly departures: Departures,
  ) {}

  /**
   * Keeps a draft, plans a message, or sends it now. Nothing is kept when anything about it is wrong.
   *
   * @param idempotencyKey the same key with the same input gives the same message again
   * @throws ValidationFailed, UnresolvedTokens, InvalidAudience, SendAtInPast, NoRecipients, AudienceChanged,
   *   QuotaExceeded, and as `IdempotencyStore.run`
   */
  async create(
    context: EventContext,
    input: CreateMessageDto,
    idempotencyKey: string | undefined,
  ): Promise<IdempotentAnswer<MessageDto>> {
    const requestBody = { eventId: context.eventId, input };
    const composed: Composed[] = [];
    const answer = await this.effects.run(
      { actorId: context.actor.id, operation: 'messages.create', key: idempotencyKey, requestBody },
      async () => {
        const done = await this.compose(context, input);
        composed.push(done);
        return new IdempotentAnswer(201, MessageDto.from(done.view));
      },
    );
    const last = composed.at(-1);
    if (!answer.isReplay && last !== undefined) await this.departures.ring(last.view.message, last.now, last.count);
    return answer;
  }

  private async compose(context: EventContext, input: CreateMessageDto): Promise<Composed> {
    const now = await this.messages.now();
    const draft = await this.draftOf(context, input);
    const checked = await this.checks.check(context, draft, {
      now,
      needsSendAt: input.mode === 'schedule',
      isNewSendAt: draft.sendAt !== null,
    });
    const act = {
      action: 'message.created' as const,
      detail: { mode: input.mode, channel: draft.channel, audience: draft.audience, segmentId: draft.segmentId },
    };
    if (input.mode === 'now') {
      const warnings = await this.checks.recencyWarnings(checked.query);
      const { fields, count } = await this.departures.leaveNow(checked, draft, input, now);
      const message = await this.writer.add(context, { kind: 'broadcast', ...columnsOf(draft), ...fields }, act);
      await this.departures.reserve(message, () => count);
      return { view: await this.writer.view(message, warnings), now, count };
    }
    const status = input.mode === 'schedule' ? 'scheduled' : 'draft';
    const message = await this.writer.add(context, { kind: 'broadcast', ...columnsOf(draft), status }, act);
    if (status === 'scheduled') await this.departures.reserve(message, () => this.checks.countRecipients(checked));
    return { view: await this.writer.view(message, await this.checks.warnings(draft, checked, now)), now, count: null };
  }

  /** What the caller wrote, completed from the template they named. */
  private async draftOf(context: EventContext, input: CreateMessageDto): Promise<MessageDraft> {
    const template = await this.checks.template(context, input.templateId, input.channel);
    if (template !== null && input.channel === 'whatsapp') isTextOf(template, input.body);
    const subject = input.subject ?? template?.subject ?? null;
    return {
      ...chooseAudience(input.audience, input.segmentId),
      channel: input.channel,
      subject: input.channel === 'email' ? subject : null,
      body: input.body ?? template?.body ?? '',
      templateId: template?.id ?? null,
      dedupe: input.dedupe ?? 'contact',
      sendAt: input.mode === 'now' ? null : (readInstant(input.sendAt) ?? null),
      expiresAt: readInstant(input.expiresAt) ?? null,
    };
  }
}
