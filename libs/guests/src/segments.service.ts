import {
  type AuditAction,
  AuditLog,
  Clock,
  decodeCursor,
  type Page,
  StaleVersion,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { describeCriteria } from './domain/describe-criteria';
import { parseCriteria } from './parse-criteria';
import { Segment } from './segment.entity';
import { SegmentInUse } from './segment.errors';
import { SegmentsRepository } from './segments.repository';
import type { WaitingMessages } from './waiting-messages';

/** What may be changed about a segment. */
export interface SegmentChange {
  readonly name?: string;
  readonly criteria?: unknown;
  /** The version the change was made from; a stale one is refused. */
  readonly version?: number;
}

/** A segment and what is still to be sent to it. */
export interface SegmentInUseBy {
  readonly segment: Segment;
  readonly waiting: WaitingMessages;
}

/** How many guests criteria fit right now, and what they mean. */
export interface SegmentCount {
  readonly count: number;
  readonly description: string;
}

/** Named groups of guests. */
@Injectable()
export class SegmentsService {
  constructor(
    private readonly segments: SegmentsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(event: EventContext, cursor: string | undefined, limit: number): Promise<Page<Segment>> {
    const after = decodeCursor(cursor, ['uuid']);
    const rows = await this.segments.list(event.eventId, after === null ? null : String(after[0]), limit + 1);
    return toPage(rows, limit, (segment) => [segment.id]);
  }

  /** The segment, with the messages that a change of it would concern. */
  async get(event: EventContext, segmentId: string): Promise<SegmentInUseBy> {
    const segment = await this.segments.get(event.eventId, segmentId);
    return { segment, waiting: await this.segments.waitingMessages(segment.id) };
  }

  /** @throws InvalidAudience, AlreadyExists */
  async create(event: EventContext, name: string, criteriaJson: unknown): Promise<Segment> {
    const criteria = parseCriteria(criteriaJson);
    return this.transactions.run(async () => {
      const { eventId, organizationId, actor } = event;
      const segment = await this.segments.add({ organizationId, eventId, name, criteria, createdBy: actor.userId });
      await this.record(event, 'segment.created', segment.id);
      return segment;
    });
  }

  /**
   * Messages that are not claimed yet follow the change; the answer names them.
   *
   * @throws InvalidAudience, AlreadyExists, StaleVersion, NotFound
   */
  async change(event: EventContext, segmentId: string, change: SegmentChange): Promise<SegmentInUseBy> {
    if (change.name === undefined && change.criteria === undefined) {
      throw ValidationFailed.at('', 'NOTHING_TO_CHANGE', 'Send a name or criteria to change.');
    }
    const criteria = change.criteria === undefined ? undefined : parseCriteria(change.criteria);
    return this.transactions.run(async () => {
      const segment = await this.segments.getForUpdate(event.eventId, segmentId);
      if (change.version !== undefined && change.version !== segment.version) {
        throw new StaleVersion('This segment', segment.version);
      }
      if (change.name !== undefined) segment.name = change.name;
      if (criteria !== undefined) segment.criteria = criteria;
      segment.version += 1;
      await this.segments.save(segment);
      await this.record(event, 'segment.changed', segment.id);
      return { segment, waiting: await this.segments.waitingMessages(segment.id) };
    });
  }

  /** @throws SegmentInUse while a draft or scheduled message goes to it */
  async remove(event: EventContext, segmentId: string): Promise<void> {
    await this.transactions.run(async () => {
      const segment = await this.segments.getForUpdate(event.eventId, segmentId);
      const waiting = await this.segments.waitingMessages(segment.id);
      if (waiting.count > 0) throw new SegmentInUse(waiting);
      segment.deletedAt = this.clock.now();
      await this.segments.save(segment);
      await this.record(event, 'segment.deleted', segment.id);
    });
  }

  /** @throws InvalidAudience */
  async count(event: EventContext, criteriaJson: unknown): Promise<SegmentCount> {
    const criteria = parseCriteria(criteriaJson);
    return {
      count: await this.segments.countGuests(event.eventId, criteria),
      description: describeCriteria(criteria),
    };
  }

  private async record(event: EventContext, action: AuditAction, segmentId: string): Promise<void> {
    await this.audit.record({
      organizationId: event.organizationId,
      actor: auditActorOf(event.actor),
      action,
      subjectType: 'segment',
      subjectId: segmentId,
      detail: { eventId: event.eventId },
    });
  }
}
