import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

/** Checked on every request; a token made for something else is worth nothing here. */
export const ACCESS_TOKEN = {
  algorithm: 'HS256',
  issuer: 'beckon',
  audience: 'beckon-api',
  /** RFC 9068 */
  type: 'at+jwt',
} as const;

/** Who it is and which session; what they may do is read from the database on each request. */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly sid: string;
  /** When it is over, in seconds since 1970; put in by signing. */
  readonly exp?: number;
}

/** Makes access tokens. */
@Injectable()
export class AccessTokens {
  constructor(private readonly jwt: JwtService) {}

  sign(userId: string, sessionId: string, expiresInSeconds: number): Promise<string> {
    return this.jwt.signAsync(
      { sid: sessionId },
      {
        subject: userId,
        expiresIn: expiresInSeconds,
        issuer: ACCESS_TOKEN.issuer,
        audience: ACCESS_TOKEN.audience,
        algorithm: ACCESS_TOKEN.algorithm,
        header: { alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type },
      },
    );
  }
}
