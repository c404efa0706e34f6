import type { EventContext } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { Departures, type SendNowRequest } from './departures.service';
import { decideSendNow } from './domain/message-decisions';
import { isReminder } from './domain/reminder-rules';
import { DraftChecks } from './draft-checks.service';
import { MessageDto } from './dto/message.dto';
import { IdempotentAnswer } from './idempotency.store';
import { IdempotentEffects } from './idempotent-effects';
import { draftOf, factsOf } from './message-facts';
import { isToBeDone } from './message-refusal';
import type { MessageView } from './message-view';
import { MessageWriter } from './message-writer';
import { MessagesRepository } from './messages.repository';

interface Departure {
  readonly view: MessageView;
  readonly now: Date;
  readonly count: number;
}

/** Sends drafts and planned messages now. */
@Injectable()
export class SendNowService {
  constructor(
    private readonly effects: IdempotentEffects,
    private readonly messages: MessagesRepository,
    private readonly writer: MessageWriter,
    private readonly checks: DraftChecks,
    private readonly departures: Departures,
  ) {}

  /**
   * Makes a draft or a planned message due now, or after the hold, in which it can be undone.
   *
   * @throws AlreadySent, MessageCancelled, NoRecipients, AudienceChanged, QuotaExceeded, UnresolvedTokens (the event may have
   *   changed), and as `IdempotencyStore.run`
   */
  async sendNow(
    context: EventContext,
    messageId: string,
    request: SendNowRequest,
    idempotencyKey: string | undefined,
  ): Promise<IdempotentAnswer<MessageDto>> {
    const requestBody = { eventId: context.eventId, messageId, ...request };
    const departures: Departure[] = [];
    const answer = await this.effects.run(
      { actorId: context.actor.id, operation: 'messages.send-now', key: idempotencyKey, requestBody },
      async () => {
        const departure = await this.depart(context, messageId, request);
        departures.push(departure);
        return new IdempotentAnswer(200, MessageDto.from(departure.view));
      },
    );
    const last = departures.at(-1);
    if (!answer.isReplay && last !== undefined) await this.departures.ring(last.view.message, last.now, last.count);
    return answer;
  }

  private async depart(context: EventContext, messageId: string, request: SendNowRequest): Promise<Departure> {
    const message = await this.messages.getForUpdate(context.eventId, messageId);
    const now = await this.messages.now();
    isToBeDone(decideSendNow(factsOf(message)));
    const draft = { ...draftOf(message), sendAt: null };
    const checked = await this.checks.check(context, draft, { now, needsSendAt: false, isNewSendAt: false });
    const warnings = await this.checks.recencyWarnings(checked.query);
    const { fields, count } = await this.departures.leaveNow(checked, draft, request, now);
    // a person chose this moment: a move of the event must not plan it anew
    const byHand = isReminder(message.kind) ? { editedByHand: true } : {};
    const sent = await this.writer.change(
      context,
      message,
      { ...fields, ...byHand, statusReason: null, claimAttempts: 0, claimAfter: null, claimError: null },
      { action: 'message.sent_now', detail: { from: message.status, holdSeconds: request.holdSeconds ?? 0 } },
    );
    await this.departures.reserve(sent, () => count);
    return { view: await this.writer.view(sent, warnings), now, count };
  }
}
