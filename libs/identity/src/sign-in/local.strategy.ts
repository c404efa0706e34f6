import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { callerOf } from '../access/caller';
import { PasswordsService } from './passwords.service';

/** Signs in with e-mail address and password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  constructor(private readonly passwords: PasswordsService) {
    super({ usernameField: 'email', passwordField: 'password', passReqToCallback: true });
  }

  async validate(request: Request, email: string, password: string): Promise<{ userId: string }> {
    return { userId: await this.passwords.signIn(email, password, callerOf(request).ip) };
  }
}
