import { Forbidden, Unauthenticated } from '@beckon/core';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type AccessRule, decideAccess } from '../domain/access-decision';
import { hashOfToken } from '../sign-in/secret-token';
import { ACCESS_RULE } from './access.decorators';
import { AccessTokenGuard } from './access-token.guard';
import type { Actor } from './actor';
import { ActorsRepository } from './actors.repository';
import { callerOf } from './caller';
import type { AuthenticatedRequest } from './current-actor';

const API_KEY = /^Bearer +(bk_[A-Za-z0-9_-]{20,120}) *$/i;

/** Stands before every route: finds out who it is and lets in only what the route's access decorator allows. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly accessToken: AccessTokenGuard,
    private readonly actors: ActorsRepository,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    if (rule === undefined) throw new Forbidden('This address is closed: nobody has said who may use it.');
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const actor = await this.authenticate(context, request);
    const decision = decideAccess(rule, actor);
    if (!decision.enter) throw new Forbidden(decision.reason);
    request.actor = actor;
    return true;
  }

  private async authenticate(context: ExecutionContext, request: AuthenticatedRequest): Promise<Actor> {
    const key = API_KEY.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined) return this.authenticateKey(key, request);
    await this.accessToken.canActivate(context);
    return request.user as Actor;
  }

  private async authenticateKey(key: string, request: AuthenticatedRequest): Promise<Actor> {
    const found = await this.actors.findApiKey(hashOfToken(key));
    if (found === null)
      throw new Unauthenticated('This API key is unknown, revoked or over. Ask an admin for a new one.');
    return {
      kind: 'api_key',
      id: found.id,
      userId: found.createdBy,
      organizationId: found.organizationId,
      organizationRole: 'member',
      scopes: found.scopes,
      roleCeiling: found.roleCeiling,
      sessionId: null,
      ...callerOf(request),
    };
  }
}
