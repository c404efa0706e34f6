import { ApiProblems, type ApiKeyScope, guarded } from '@beckon/identity';
import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { NeededEventRole } from './domain/event-access';
import { EVENT_ACCESS, EventAccessGuard } from './event-access.guard';
import type { EventAccessRule, EventContext, EventRequest } from './event-context';

export interface EventAccessOptions {
  /** Support staff of the event's organization may use it too; the role is then `support`. */
  readonly support?: true;
  /** The scope that lets an API key in. Without it no API key gets in. */
  readonly apiKeyScope?: ApiKeyScope;
}

/**
 * For routes under `:eventId`: collaborators of the event with at least this role. For everybody else, and for an id
 * that is malformed or belongs to nothing, the event does not exist.
 */
export function EventAccess(
  needed: NeededEventRole,
  { support, apiKeyScope }: EventAccessOptions = {},
): MethodDecorator {
  const rule: EventAccessRule = { needed, support: support ?? false };
  return applyDecorators(
    guarded({ kind: 'signed_in', apiKeyScope: apiKeyScope ?? null }, `event:${needed}${support ? '+support' : ''}`),
    SetMetadata(EVENT_ACCESS, rule),
    UseGuards(EventAccessGuard),
    ApiParam({ name: 'eventId', schema: { type: 'string', format: 'uuid' } }),
    ApiProblems('FORBIDDEN', 'NOT_FOUND'),
  );
}

/** Gives a controller method the `EventContext` of the request. */
export const CurrentEvent = createParamDecorator((_data: unknown, context: ExecutionContext): EventContext => {
  const { event } = context.switchToHttp().getRequest<EventRequest>();
  if (event === undefined) throw new Error('CurrentEvent was used on a route without EventAccess.');
  return event;
});
