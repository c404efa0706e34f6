import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from './actor';

/** A request that the access guard has let in. */
export interface AuthenticatedRequest extends Request {
  actor?: Actor;
}

/** The actor of a request. Throws when the route is public: then nobody looked who it is. */
export function actorOf(context: ExecutionContext): Actor {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (actor === undefined)
    throw new Error('CurrentActor was used on a route without an access decorator that signs in.');
  return actor;
}

/** Gives a controller method the `Actor` of the request. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor =>
  actorOf(context),
);
