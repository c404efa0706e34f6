import { Unauthenticated } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

/** Runs the access-token strategy and answers its refusals in our words. */
@Injectable()
export class AccessTokenGuard extends AuthGuard('jwt') {
  override handleRequest<TActor>(error: unknown, actor: TActor | false, info: unknown): TActor {
    if (error instanceof Error) throw error;
    if (actor) return actor;
    const isOver = info instanceof Error && info.name === 'TokenExpiredError';
    throw isOver
      ? new Unauthenticated('Your access token has expired. Refresh it or sign in again.')
      : new Unauthenticated();
  }
}
