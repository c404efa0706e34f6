import { createSecretKey } from 'node:crypto';
import { Config, isUuid, Unauthenticated } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { ACCESS_TOKEN, type AccessTokenClaims } from '../sign-in/access-tokens';
import type { Actor } from './actor';
import { ActorsRepository } from './actors.repository';
import { callerOf } from './caller';

/** Reads access tokens: signature, algorithm, type, issuer, audience and end, then who it is in the database. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    config: Config,
    private readonly actors: ActorsRepository,
  ) {
    // of a text the library tries to make a public key first, on every request; it takes a finished key, only its types do not know
    const key = createSecretKey(Buffer.from(config.jwtSecret)) as unknown as Buffer;
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      passReqToCallback: true,
      secretOrKeyProvider: (_request: Request, token: string, done: (error: unknown, secret?: Buffer) => void) =>
        hasRightType(token) ? done(null, key) : done(new Unauthenticated()),
    });
  }

  async validate(request: Request, claims: Partial<AccessTokenClaims>): Promise<Actor> {
    const { sub, sid, exp } = claims;
    const found = isUuid(sub) && isUuid(sid) ? await this.actors.findUser(sub, sid) : null;
    if (found === null) throw new Unauthenticated('Your session has ended. Sign in again.');
    const { userId, organizationId, organizationRole } = found;
    return {
      kind: 'user',
      id: userId,
      userId,
      organizationId,
      organizationRole,
      scopes: null,
      roleCeiling: null,
      sessionId: sid ?? null,
      ...(exp !== undefined && { accessEndsAt: new Date(exp * 1000) }),
      ...callerOf(request),
    };
  }
}

function hasRightType(token: string): boolean {
  try {
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as {
      typ?: unknown;
    } | null;
    return header?.typ === ACCESS_TOKEN.type;
  } catch {
    return false;
  }
}
