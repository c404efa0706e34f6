import { type AuditAction, AuditLog } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { noCounts } from './domain/message-counts';
import { type MessageWarning, waitingWarnings } from './domain/message-warnings';
import type { Message } from './message.entity';
import type { MessageView } from './message-view';
import { type MessageFields, MessagesRepository, type NewMessage } from './messages.repository';

/** What the audit log says about a change. */
export interface Act {
  /** `message.created`, `message.cancelled`, ... */
  readonly action: AuditAction;
  /** Ids and settings only. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes a message together with the record of who did it, and reads back what is shown. */
@Injectable()
export class MessageWriter {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly audit: AuditLog,
  ) {}

  async add(
    context: EventContext,
    fields: Omit<NewMessage, 'organizationId' | 'eventId' | 'createdBy'>,
    act: Act,
  ): Promise<Message> {
    const { eventId, organizationId, actor } = context;
    const id = await this.messages.add({ organizationId, eventId, createdBy: actor.userId, ...fields });
    await this.record(context, id, act);
    return this.messages.get(eventId, id);
  }

  /** @param message as it was read under its lock in the running transaction */
  async change(context: EventContext, message: Message, fields: Partial<MessageFields>, act: Act): Promise<Message> {
    const isChanged = await this.messages.change(
      message.id,
      { version: message.version, statuses: [message.status] },
      fields,
    );
    if (!isChanged) throw new Error(`message ${message.id} changed under its lock`);
    await this.record(context, message.id, act);
    return this.messages.get(context.eventId, message.id);
  }

  async view(message: Message, warnings: readonly MessageWarning[] = []): Promise<MessageView> {
    const counts = await this.messages.countsOf([message.id]);
    return {
      message,
      counts: counts.get(message.id) ?? noCounts,
      warnings: [...waitingWarnings(message), ...warnings],
    };
  }

  private async record(
    { organizationId, actor }: EventContext,
    messageId: string,
    { action, detail }: Act,
  ): Promise<void> {
    await this.audit.record({
      organizationId,
      actor: auditActorOf(actor),
      action,
      subjectType: 'message',
      subjectId: messageId,
      ...(detail && { detail }),
    });
  }
}
