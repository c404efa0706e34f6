import { Config } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';

const NAME = 'beckon_refresh';

/** The cookie that carries the refresh token: unreadable for scripts, sent only to the sign-in routes of this origin. */
@Injectable()
export class RefreshCookie {
  private readonly options: CookieOptions;

  constructor(config: Config) {
    this.options = {
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicBaseUrl.startsWith('https:'),
      path: '/v1/auth',
    };
  }

  set(response: Response, token: string, expiresAt: Date): void {
    response.cookie(NAME, token, { ...this.options, expires: expiresAt });
  }

  clear(response: Response): void {
    response.clearCookie(NAME, this.options);
  }

  /** The token in the request, or null. */
  read(request: Request): string | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at).trim() === NAME) return pair.slice(at + 1).trim() || null;
    }
    return null;
  }
}
