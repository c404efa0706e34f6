import { Injectable } from '@nestjs/common';
import { AuditLog, decodeCursor, Forbidden, NotFound, type Page, toPage, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { type Actor, auditActorOf } from '@beckon/identity';
import { compileFrozen, renderContent, type RenderedContent } from '@beckon/templates';
import { type AnsweredPair, AnswersService } from '../why/answers.service';
import { AuditReadersService } from './audit-readers.service';
import { type AuditFilter, AuditRepository } from './audit.repository';
import { DeliveryHistoryRepository } from './delivery-history.repository';
import { type AuditReader, isMasked, mayRead } from './domain/audit-reader';
import { deliveryTimeline, type TimelineEntry } from './domain/delivery-timeline';

/** An answer, and whether the reader sees the address in full. */
export interface ShownAnswer extends AnsweredPair {
  readonly isMasked: boolean;
}

/** One delivery with all that is known of it. */
export interface DeliveryDetail {
  readonly shown: ShownAnswer;
  readonly timeline: readonly TimelineEntry[];
  /** What was sent; null when nothing got as far as the wire. */
  readonly content: RenderedContent | null;
  readonly otherMessages: readonly AnsweredPair[];
}

/** Other messages shown beside one delivery. */
const MOST_OTHERS = 20;

/** The audit of the ledger: who got what, and how that is known. */
@Injectable()
export class AuditService {
  constructor(
    private readonly readers: AuditReadersService,
    private readonly audit: AuditRepository,
    private readonly history: DeliveryHistoryRepository,
    private readonly answers: AnswersService,
    private readonly transactions: Transactions,
    private readonly log: AuditLog,
  ) {}

  /** Deliveries that the actor may see, the newest first. @throws NotFound for an event that is not theirs; Forbidden */
  async list(
    actor: Actor,
    { cursor, limit, ...filter }: Omit<AuditFilter, 'before'> & { readonly cursor: string | undefined },
  ): Promise<Page<ShownAnswer>> {
    const reader = await this.readers.readerFor(actor);
    if (filter.eventId !== undefined) await this.requireEvent(reader, filter.eventId);
    const after = decodeCursor(cursor, ['instant', 'uuid']);
    const before = after === null ? null : { createdAt: after[0] as string, id: after[1] as string };
    const keys = await this.audit.listKeys(reader, { ...filter, before, limit: limit + 1 });
    const page = toPage(keys, limit, ({ createdAt, id }) => [createdAt, id]);
    const pairs = await this.answers.forDeliveries(page.items.map(({ id }) => id));
    return { items: pairs.map((pair) => shownTo(reader, pair)), nextCursor: page.nextCursor };
  }

  /** @throws NotFound for one that is not theirs; Forbidden for one of an event that they only look at */
  async get(actor: Actor, deliveryId: string): Promise<DeliveryDetail> {
    const reader = await this.requireDelivery(actor, deliveryId);
    const [pair] = await this.answers.forDeliveries([deliveryId]);
    if (pair === undefined) throw new NotFound('This delivery');
    const { eventId, id: messageId } = pair.message;
    const others = await this.history.listMessageIds(eventId, {
      beforeId: null,
      limit: MOST_OTHERS + 1,
      withDrafts: false,
    });
    const guestId = pair.guest?.id ?? null;
    const asked = guestId === null ? [] : others.filter((id) => id !== messageId).slice(0, MOST_OTHERS);
    return {
      shown: shownTo(reader, pair),
      timeline: deliveryTimeline(await this.history.getHistory(deliveryId)),
      content: await this.contentOf(deliveryId),
      otherMessages: await this.answers.forPairs(asked.map((id) => ({ guestId, messageId: id }))),
    };
  }

  /** Gives the address in full, and writes down who looked and why. @throws as `get` */
  async reveal(actor: Actor, deliveryId: string, reason: string): Promise<string | null> {
    const reader = await this.requireDelivery(actor, deliveryId);
    return this.transactions.run(async () => {
      await this.log.record({
        organizationId: reader.organizationId,
        actor: auditActorOf(actor),
        action: 'delivery.revealed',
        subjectType: 'delivery',
        subjectId: deliveryId,
        detail: { reason },
      });
      return this.history.getRecipient(deliveryId);
    });
  }

  /**
   * One guest and every message of the event, also those that were for others, the newest first.
   *
   * @throws NotFound when the event has no such guest
   */
  async guestMessages(
    event: EventContext,
    guestId: string,
    { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  ): Promise<Page<ShownAnswer>> {
    if (!(await this.history.hasGuest(event.eventId, guestId))) throw new NotFound('This guest');
    const before = decodeCursor(cursor, ['uuid']);
    const beforeId = before === null ? null : (before[0] as string);
    const isSupport = event.role === 'support';
    const ids = await this.history.listMessageIds(event.eventId, {
      beforeId,
      limit: limit + 1,
      withDrafts: !isSupport,
    });
    const page = toPage(ids, limit, (id) => [id]);
    const pairs = await this.answers.forPairs(page.items.map((messageId) => ({ guestId, messageId })));
    return { items: pairs.map((pair) => ({ ...pair, isMasked: isSupport })), nextCursor: page.nextCursor };
  }

  /** Rendered again from what was frozen. The guest's own links lead nowhere: whoever reads this must not be able to answer for them. */
  private async contentOf(deliveryId: string): Promise<RenderedContent | null> {
    const sent = await this.history.findContent(deliveryId);
    if (sent === null || sent.firstAttemptAt === null) return null;
    const { content } = sent.content;
    const inert = { rsvp_link: `${content.linkBase}/r/preview`, unsubscribe_link: `${content.linkBase}/u/preview` };
    return renderContent(compileFrozen(content), { ...sent.mergeValues, ...inert });
  }

  private async requireDelivery(actor: Actor, deliveryId: string): Promise<AuditReader> {
    const reader = await this.readers.readerFor(actor);
    const found = await this.audit.find(deliveryId);
    if (found === null || found.organizationId !== reader.organizationId) throw new NotFound('This delivery');
    mustBe(mayRead(reader, found.eventId), 'This delivery');
    return reader;
  }

  private async requireEvent(reader: AuditReader, eventId: string): Promise<void> {
    if (!(await this.audit.hasEvent(reader.organizationId, eventId))) throw new NotFound('This event');
    mustBe(mayRead(reader, eventId), 'This event');
  }
}

function mustBe(may: ReturnType<typeof mayRead>, what: string): void {
  if (may === 'not_found') throw new NotFound(what);
  if (may === 'forbidden')
    throw new Forbidden('Only editors and owners of this event can see who got what. Ask an owner.');
}

function shownTo(reader: AuditReader, pair: AnsweredPair): ShownAnswer {
  return { ...pair, isMasked: isMasked(reader, pair.message.eventId) };
}
