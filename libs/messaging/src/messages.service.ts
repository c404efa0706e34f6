import { type AuditAction, Bell, decodeCursor, type Page, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import {
  type Decision,
  decideCancel,
  decidePause,
  decideResume,
  decideUndo,
  type MessageFacts,
} from './domain/message-decisions';
import { noCounts } from './domain/message-counts';
import { waitingWarnings } from './domain/message-warnings';
import type { MessageStatus } from './domain/message-state';
import { PROTECT } from './domain/paused-reason';
import type { Message } from './message.entity';
import { factsOf } from './message-facts';
import { isToBeDone } from './message-refusal';
import { MessageWriter } from './message-writer';
import type { MessageView } from './message-view';
import { type MessageFields, MessagesRepository } from './messages.repository';

/** One kind of change that only moves the status. */
interface Act {
  readonly action: AuditAction;
  readonly decide: (message: MessageFacts, now: Date) => Decision;
  readonly change: (message: Message, now: Date) => Partial<MessageFields>;
}

/** Reading messages, and the changes that only move their status. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly writer: MessageWriter,
    private readonly transactions: Transactions,
    private readonly bell: Bell,
  ) {}

  /** Newest first. */
  async list(
    context: EventContext,
    query: { readonly status?: readonly MessageStatus[]; readonly cursor?: string; readonly limit: number },
  ): Promise<Page<MessageView>> {
    const after = decodeCursor(query.cursor, ['uuid']);
    const beforeId = after === null ? null : (after[0] as string);
    const { items, nextCursor } = await this.messages.list({
      eventId: context.eventId,
      statuses: query.status ?? [],
      beforeId,
      limit: query.limit,
    });
    const counts = await this.messages.countsOf(items.map(({ id }) => id));
    return {
      items: items.map((message) => ({
        message,
        counts: counts.get(message.id) ?? noCounts,
        warnings: waitingWarnings(message),
      })),
      nextCursor,
    };
  }

  async get(context: EventContext, messageId: string): Promise<MessageView> {
    return this.writer.view(await this.messages.get(context.eventId, messageId));
  }

  /**
   * Cancels: a draft or planned message at once, a running one by stopping the rest. Cancelling twice is the same as once.
   *
   * @throws AlreadySent
   */
  async cancel(context: EventContext, messageId: string): Promise<MessageView> {
    return this.act(context, messageId, {
      action: 'message.cancelled',
      decide: decideCancel,
      change: ({ status }, now) =>
        status === 'sending' || status === 'paused'
          ? { status: 'cancelling', cancelledBy: 'person', statusReason: null }
          : { status: 'cancelled', cancelledBy: 'person', statusReason: null, heldUntil: null, finishedAt: now },
    });
  }

  /** Takes a "send now" back while it is held: it is a draft again. */
  async undo(context: EventContext, messageId: string): Promise<MessageView> {
    return this.act(context, messageId, {
      action: 'message.undone',
      decide: decideUndo,
      change: () => ({ status: 'draft', sendAt: null, statusReason: null, heldUntil: null, snapshotId: null }),
    });
  }

  /** Stops a running message until it is resumed; what is on the wire already arrives. */
  async pause(context: EventContext, messageId: string): Promise<MessageView> {
    return this.act(context, messageId, {
      action: 'message.paused',
      decide: decidePause,
      change: () => ({ status: 'paused', statusReason: 'by_person' }),
    });
  }

  /** Lets a paused message go on. One that was paused to protect its sender is not stopped for that reason again. */
  async resume(context: EventContext, messageId: string): Promise<MessageView> {
    return this.act(context, messageId, {
      action: 'message.resumed',
      decide: decideResume,
      change: ({ statusReason }) => ({
        status: 'sending',
        statusReason: null,
        ...(statusReason === PROTECT && { guard: 'off' as const }),
      }),
    });
  }

  private async act(context: EventContext, messageId: string, { action, decide, change }: Act): Promise<MessageView> {
    const done = await this.transactions.run(async () => {
      const message = await this.messages.getForUpdate(context.eventId, messageId);
      const now = await this.messages.now();
      const isChange = isToBeDone(decide(factsOf(message), now));
      if (!isChange) return { view: await this.writer.view(message), isChange };
      const changed = await this.writer.change(context, message, change(message, now), {
        action,
        detail: { from: message.status },
      });
      return { view: await this.writer.view(changed), isChange };
    });
    const { status } = done.view.message;
    if (done.isChange && (status === 'cancelling' || status === 'sending')) await this.bell.ring(messageId);
    return done.view;
  }
}
