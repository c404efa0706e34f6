import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../sign-in/sessions.service';

/** Where a request came from. The address is that of the socket, or of a proxy the configuration trusts. */
export function callerOf(request: Request & { id?: unknown }): Caller {
  return { ip: request.ip ?? null, requestId: typeof request.id === 'string' ? request.id : null };
}

/** Gives a controller method the address and the request id of the request. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);
