import { NotFound, toPage, type Page } from '@beckon/core';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Audience, Channel, Dedupe } from './domain/audience';
import type { MessageCounts } from './domain/message-counts';
import { noCounts } from './domain/message-counts';
import type { MessageStatus } from './domain/message-state';
import type { MessageGuard } from './domain/paused-reason';
import { Message } from './message.entity';

/** The columns a caller may set; what is left out stays as it is, or gets its default. */
export interface MessageFields {
  readonly kind: string;
  readonly channel: Channel;
  readonly audience: Audience;
  readonly segmentId: string | null;
  readonly templateId: string | null;
  readonly whatsappTemplateId: string | null;
  /** Of the audience only these; null: all of it. Never read back: there may be very many. */
  readonly guestIds: readonly string[] | null;
  readonly subject: string | null;
  readonly body: string;
  readonly dedupe: Dedupe;
  readonly status: MessageStatus;
  readonly statusReason: string | null;
  readonly cancelledBy: 'person' | 'system' | null;
  readonly sendAt: Date | null;
  readonly expiresAt: Date | null;
  readonly heldUntil: Date | null;
  readonly snapshotId: string | null;
  readonly editedByHand: boolean;
  readonly finishedAt: Date | null;
  readonly total: number;
  readonly guard: MessageGuard | null;
  readonly claimAttempts: number;
  readonly claimAfter: Date | null;
  readonly claimError: string | null;
  readonly createdBy: string | null;
}

/** What every new message has. */
export type NewMessage = Partial<MessageFields> &
  Pick<MessageFields, 'kind' | 'channel' | 'audience' | 'body' | 'status'> & {
    readonly organizationId: string;
    readonly eventId: string;
  };

export interface MessagesPage {
  readonly eventId: string;
  /** Empty: all. */
  readonly statuses: readonly MessageStatus[];
  /** Id of the last message of the page before. */
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Messages of an event. Every change raises `version`; the database checks each move of `status`. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly em: EntityManager) {}

  /** The database's clock: the only one that decides whether a message may still be changed. */
  async now(): Promise<Date> {
    const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(this.em.getKysely());
    return new Date(rows[0]!.now);
  }

  /** @throws NotFound when the event has no such message */
  async get(eventId: string, messageId: string): Promise<Message> {
    const message = await this.em.findOne(Message, { id: messageId, eventId }, { refresh: true });
    if (message === null || message.kind === 'test') throw new NotFound('This message');
    return message;
  }

  /**
   * The message, locked until the transaction ends: a claim, a cancel and an edit follow one after the other. Its event is
   * locked first, weakly: it can be read and worked on, but not moved or cancelled meanwhile (lock order: event, message).
   *
   * @throws NotFound when the event has no such message
   */
  async getForUpdate(eventId: string, messageId: string): Promise<Message> {
    await sql`select 1 from events where id = ${eventId} for key share`.execute(this.em.getKysely());
    const message = await this.em.findOne(
      Message,
      { id: messageId, eventId },
      { refresh: true, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (message === null || message.kind === 'test') throw new NotFound('This message');
    return message;
  }

  /** Newest first. Test messages are not shown. */
  async list({ eventId, statuses, beforeId, limit }: MessagesPage): Promise<Page<Message>> {
    const rows = await this.em.find(
      Message,
      {
        eventId,
        kind: { $ne: 'test' },
        ...(statuses.length > 0 && { status: { $in: [...statuses] } }),
        ...(beforeId !== null && { id: { $lt: beforeId } }),
      },
      { orderBy: { id: 'desc' }, limit: limit + 1, refresh: true },
    );
    return toPage(rows, limit, (message) => [message.id]);
  }

  /** Derived from the ledger in one look; a message that was not claimed yet has zeros. */
  async countsOf(messageIds: readonly string[]): Promise<Map<string, MessageCounts>> {
    const counts = new Map(messageIds.map((id) => [id, noCounts]));
    if (messageIds.length === 0) return counts;
    const { rows } = await sql<MessageCounts & { message_id: string }>`
      select * from message_counts where message_id = any(${[...messageIds]}::uuid[])`.execute(this.em.getKysely());
    for (const { message_id: id, ...row } of rows) counts.set(id, row);
    return counts;
  }

  /** @returns the id of the new message */
  async add({ organizationId, eventId, ...fields }: NewMessage): Promise<string> {
    const [id] = await this.addAll([{ organizationId, eventId, ...fields }]);
    return id!;
  }

  /** Several at once, in one statement, with the same members each. @returns their ids in order */
  async addAll(messages: readonly NewMessage[]): Promise<string[]> {
    if (messages.length === 0) return [];
    const columns = Object.keys(messages[0]!) as (keyof NewMessage)[];
    const values = messages.map(
      (message) => sql`(${sql.join(columns.map((column) => sql`${message[column] ?? null}`))})`,
    );
    const { rows } = await sql<{ id: string }>`
      insert into messages (${sql.join(columns.map((column) => sql.ref(columnOf(column))))})
      values ${sql.join(values)}
      returning id`.execute(this.em.getKysely());
    return rows.map(({ id }) => id);
  }

  /**
   * Writes a change of a message that was read at `version`.
   *
   * @returns false when it is no longer at that version or in one of these states, and nothing was changed
   */
  async change(
    messageId: string,
    guard: { readonly version: number; readonly statuses: readonly MessageStatus[] },
    fields: Partial<MessageFields>,
  ): Promise<boolean> {
    const assignments: RawBuilder<unknown>[] = Object.entries(fields as Readonly<Record<string, unknown>>)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => sql`${sql.ref(columnOf(name))} = ${value}`);
    const { rows } = await sql<{ id: string }>`
      update messages set ${sql.join([...assignments, sql`version = version + 1`])}
       where id = ${messageId} and version = ${guard.version} and status = any(${[...guard.statuses]}::text[])
      returning id`.execute(this.em.getKysely());
    return rows.length > 0;
  }

  /** The reminders of an event, whatever became of them, locked in id order. */
  async listRemindersForUpdate(eventId: string): Promise<Message[]> {
    return this.em.find(
      Message,
      { eventId, kind: { $like: 'reminder\\_%' } },
      { orderBy: { id: 'asc' }, refresh: true, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
  }

  /**
   * Stops everything of an event that has not finished: drafts and scheduled ones are cancelled by the system, running
   * ones are told to stop.
   *
   * @returns the ids of those that were running, for the bell
   */
  async cancelAllOf(eventId: string, reason: string): Promise<string[]> {
    const { rows } = await sql<{ id: string; status: MessageStatus }>`
      with locked as (
        select id from messages
         where event_id = ${eventId} and status in ('draft', 'scheduled', 'sending', 'paused') and kind <> 'test'
         order by id for update
      )
      update messages m
         set status = case when m.status in ('draft', 'scheduled') then 'cancelled' else 'cancelling' end,
             cancelled_by = 'system', status_reason = ${reason}, held_until = null, version = version + 1,
             finished_at = case when m.status in ('draft', 'scheduled') then clock_timestamp() end
        from locked where locked.id = m.id
      returning m.id, m.status`.execute(this.em.getKysely());
    return rows.filter(({ status }) => status === 'cancelling').map(({ id }) => id);
  }
}

function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
