import {
  type AuditAction,
  AuditLog,
  Clock,
  decodeCursor,
  type Page,
  StaleVersion,
  toPage,
  Transactions,
} from '@beckon/core';
import { type Actor, auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { CollaboratorsRepository } from './collaborators.repository';
import type { EventAccessRole } from './domain/event-access';
import { compareTimes, timesAfterChange, timesOfNewEvent, type TypedTimes } from './domain/event-times';
import { sentFields } from './domain/sent-fields';
import { isStale } from './domain/event-version';
import type { EventContext } from './event-context';
import type { EventEntity } from './event.entity';
import { EventCancelled } from './event.errors';
import { EventFollowUps } from './event-follow-ups';
import { type ListedEvent, EventsRepository } from './events.repository';

export interface EventInput extends TypedTimes {
  readonly name: string;
  readonly description?: string | null;
  readonly venue: string;
  readonly hostName: string;
}

export interface EventChange extends Partial<EventInput> {
  /** The version the change was made against. */
  readonly version?: number;
}

/** An event and what the actor is in it. */
export interface EventWithRole {
  readonly event: EventEntity;
  readonly role: EventAccessRole;
}

/** Events and their lives. */
@Injectable()
export class EventsService {
  constructor(
    private readonly events: EventsRepository,
    private readonly collaborators: CollaboratorsRepository,
    private readonly followUps: EventFollowUps,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes an event; the actor becomes its owner, and what has to follow (reminders) is in the same transaction. What an API
   * key makes belongs to the admin who made the key.
   *
   * @throws InvalidTimeZone, TimeDoesNotExist, TimeAmbiguous, ValidationFailed for times that cannot be
   */
  async create(actor: Actor, input: EventInput): Promise<EventWithRole> {
    const times = timesOfNewEvent(input, this.clock.now());
    const ownerId = actor.userId ?? actor.id;
    return this.transactions.run(async () => {
      const { name, description = null, venue, hostName } = input;
      const { organizationId } = actor;
      const event = this.events.create({
        organizationId,
        name,
        description,
        venue,
        hostName,
        ...times,
        createdBy: ownerId,
      });
      await this.events.add(event);
      await this.collaborators.add(event.id, ownerId, 'owner', ownerId);
      await this.followUps.eventCreated(event, ownerId);
      await this.record(actor, event, 'event.created');
      return { event, role: actor.roleCeiling ?? 'owner' };
    });
  }

  /** The events the actor works on, newest first; an API key sees all of its organization. */
  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<ListedEvent>> {
    const beforeId = (decodeCursor(cursor, ['uuid'])?.[0] as string | undefined) ?? null;
    const rows =
      actor.kind === 'api_key'
        ? await this.events.listForOrganization(
            actor.organizationId,
            actor.roleCeiling ?? 'viewer',
            beforeId,
            limit + 1,
          )
        : await this.events.listForUser(actor.id, beforeId, limit + 1);
    return toPage(rows, limit, ({ event }) => [event.id]);
  }

  async get({ eventId, role }: EventContext): Promise<EventWithRole> {
    return { event: await this.events.get(eventId), role };
  }

  /**
   * Changes what is given and leaves the rest. Moving the event re-plans what follows from its date, in the same transaction.
   *
   * @throws StaleVersion when a version is given and it is not the current one
   * @throws EventCancelled
   * @throws InvalidTimeZone, TimeDoesNotExist, TimeAmbiguous, ValidationFailed for times that cannot be
   */
  async update({ eventId, role, actor }: EventContext, change: EventChange): Promise<EventWithRole> {
    return this.transactions.run(async () => {
      const event = await this.getForChange(eventId, change.version);
      const times = timesAfterChange(event.times(), change, this.clock.now());
      const hasMoved = compareTimes(event.times(), times).start;
      event.name = change.name ?? event.name;
      event.hostName = change.hostName ?? event.hostName;
      if (change.description !== undefined) event.description = change.description;
      event.setVenue(change.venue ?? event.venue);
      event.setTimes(times);
      await this.events.save(event);
      if (hasMoved) await this.followUps.eventMoved(event);
      const fields = Object.keys(sentFields(change)).filter((field) => field !== 'version');
      if (fields.length > 0) await this.record(actor, event, hasMoved ? 'event.moved' : 'event.updated', { fields });
      return { event, role };
    });
  }

  /** Calls the event off; nothing that was planned for it leaves any more. A second time changes nothing. */
  async cancel({ eventId, role, actor }: EventContext): Promise<EventWithRole> {
    return this.transactions.run(async () => {
      const event = await this.events.getForUpdate(eventId);
      if (event.status === 'cancelled') return { event, role };
      event.cancel(this.clock.now());
      await this.events.save(event);
      await this.followUps.eventCancelled(event);
      await this.record(actor, event, 'event.cancelled');
      return { event, role };
    });
  }

  /** Takes the event away from everybody. What was sent stays on record. */
  async remove({ eventId, actor }: EventContext): Promise<void> {
    await this.transactions.run(async () => {
      const event = await this.events.getForUpdate(eventId);
      event.deletedAt = this.clock.now();
      await this.events.save(event);
      await this.followUps.eventDeleted(event);
      await this.record(actor, event, 'event.deleted');
    });
  }

  private async getForChange(eventId: string, version: number | undefined): Promise<EventEntity> {
    const event = await this.events.getForUpdate(eventId);
    if (isStale(version, event.version)) throw new StaleVersion('This event', event.version);
    if (event.status === 'cancelled') throw new EventCancelled();
    return event;
  }

  private async record(
    actor: Actor,
    event: EventEntity,
    action: AuditAction,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    const subject = { subjectType: 'event', subjectId: event.id };
    await this.audit.record({
      organizationId: event.organizationId,
      actor: auditActorOf(actor),
      action,
      ...subject,
      detail,
    });
  }
}
