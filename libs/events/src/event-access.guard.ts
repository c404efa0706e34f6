import { Forbidden, isUuid, NotFound } from '@beckon/core';
import { actorOf } from '@beckon/identity';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { EventEntries } from './event-entries.service';
import type { EventAccessRule, EventRequest } from './event-context';
import { mayEnter, type NeededEventRole } from './domain/event-access';

/** Where the needed role of a route is kept. */
export const EVENT_ACCESS = 'beckon:event-access';

const whoMay: Record<NeededEventRole, string> = {
  viewer: 'Only people who work on this event can do this.',
  editor: 'Only editors and owners of this event can do this. Ask an owner to make you an editor.',
  owner: 'Only owners of this event can do this. Ask one of them.',
};

/** Lets in who has the needed role in the event of the path; runs after the access guard has found out who it is. */
@Injectable()
export class EventAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly entries: EventEntries,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<EventAccessRule>(EVENT_ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<EventRequest>();
    const { eventId } = request.params;
    const actor = actorOf(context);
    if (!isUuid(eventId)) throw new NotFound('This event');
    const found = await this.entries.find(actor, eventId.toLowerCase());
    if (found === null) throw new NotFound('This event');
    const { role } = found;
    const entry = mayEnter(role, rule.needed, rule.support);
    if (role === null || entry === 'not_found') throw new NotFound('This event');
    if (entry === 'forbidden') throw new Forbidden(whoMay[rule.needed]);
    request.event = { eventId: found.eventId, organizationId: found.organizationId, role, actor };
    return true;
  }
}
