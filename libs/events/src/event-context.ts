import type { Actor } from '@beckon/identity';
import type { Request } from 'express';
import type { EventAccessRole, NeededEventRole } from './domain/event-access';

/** What a route demands of people who work on the event. */
export interface EventAccessRule {
  readonly needed: NeededEventRole;
  readonly support: boolean;
}

/** The event of a request and what the actor is in it. */
export interface EventContext {
  readonly eventId: string;
  readonly organizationId: string;
  readonly role: EventAccessRole;
  readonly actor: Actor;
}

/** A request that the event guard has let in. */
export interface EventRequest extends Request {
  event?: EventContext;
}
