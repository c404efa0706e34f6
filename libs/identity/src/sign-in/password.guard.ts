import { InputPipe, Unauthenticated } from '@beckon/core';
import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { LoginDto } from './dto/login.dto';

/** Checks the body first, so that a missing field is told as such, then the password. */
@Injectable()
export class PasswordGuard extends AuthGuard('local') {
  private readonly input = new InputPipe();

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    await this.input.transform(request.body, { type: 'body', metatype: LoginDto });
    return (await super.canActivate(context)) as boolean;
  }

  override handleRequest<TUser>(error: unknown, user: TUser | false): TUser {
    if (error instanceof Error) throw error;
    if (user) return user;
    throw new Unauthenticated('The e-mail address or the password is wrong.');
  }
}

/** Gives a controller method the id of the person whose password was just checked. */
export const SignedInUserId = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string =>
    (context.switchToHttp().getRequest<Request>().user as { userId: string }).userId,
);
