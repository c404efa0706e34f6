import type { Actor } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { type EventAccessRole, eventRoleOf } from './domain/event-access';
import { EventAccessRepository } from './event-access.repository';

/** An event and what somebody is in it. */
export interface EventEntry {
  readonly eventId: string;
  readonly organizationId: string;
  readonly isOwnOrganization: boolean;
  /** Null: nothing; then the event does not exist for them. */
  readonly role: EventAccessRole | null;
}

/** Says who somebody is in an event that a request does not name itself, but only something inside it. */
@Injectable()
export class EventEntries {
  constructor(private readonly access: EventAccessRepository) {}

  /** @returns null when the event does not exist or is deleted */
  async find(actor: Actor, eventId: string): Promise<EventEntry | null> {
    const found = await this.access.find(eventId, actor.kind === 'user' ? actor.id : null);
    if (found === null) return null;
    const isOwnOrganization = found.organizationId === actor.organizationId;
    const role = eventRoleOf({
      actorKind: actor.kind,
      organizationRole: actor.organizationRole,
      roleCeiling: actor.roleCeiling,
      isOwnOrganization,
      collaboratorRole: found.collaboratorRole,
    });
    return { eventId: found.eventId, organizationId: found.organizationId, isOwnOrganization, role };
  }
}
