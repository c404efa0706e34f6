import type { EventEntity } from './event.entity';

/**
 * What has to happen elsewhere when an event changes, for example planning its reminders. Called inside the transaction
 * that changes the event, with the event's row locked, so that either both happen or neither. Whoever sends messages
 * provides it; events know nothing about messages.
 */
export abstract class EventFollowUps {
  /** @param actorUserId the person in whose name it happens */
  abstract eventCreated(event: EventEntity, actorUserId: string | null): Promise<void>;
  /** Start, zone, or both are different now. */
  abstract eventMoved(event: EventEntity): Promise<void>;
  abstract eventCancelled(event: EventEntity): Promise<void>;
  abstract eventDeleted(event: EventEntity): Promise<void>;
}
