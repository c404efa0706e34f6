import { Forbidden, Unauthenticated, ValidationFailed } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { passwordFault } from '../domain/password-rules';
import { type Credentials, UsersRepository } from '../users.repository';
import { AttemptsService } from './attempts.service';
import { PasswordHasher } from './password-hasher';

/** Checks passwords, and takes new ones. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly attempts: AttemptsService,
  ) {}

  /**
   * Whose e-mail address and password these are.
   *
   * @returns the user's id
   * @throws Unauthenticated the same for an unknown address and a wrong password, after the same time
   * @throws RateLimited after too many failures
   * @throws Forbidden when the person belongs to no organization any more
   */
  async signIn(email: string, password: string, ip: string | null): Promise<string> {
    const credentials = await this.users.findCredentials({ email });
    const isRight = await this.attempts.guard(email, ip, () =>
      this.hasher.verify(credentials?.passwordHash ?? null, password),
    );
    if (credentials === null || !isRight) throw new Unauthenticated('The e-mail address or the password is wrong.');
    if (credentials.organizationId === null) {
      throw new Forbidden(
        'Your account does not belong to an organization any more. Ask an admin to invite you again.',
      );
    }
    if (this.hasher.isOutdated(credentials.passwordHash)) {
      await this.users.setPasswordHash(credentials.id, await this.hasher.hash(password));
    }
    return credentials.id;
  }

  /**
   * Makes sure that somebody knows the password of the account they are about to use or change.
   *
   * @param path the field the password came in
   * @throws ValidationFailed when it is wrong
   * @throws RateLimited after too many failures
   */
  async confirm(credentials: Credentials, password: string, ip: string | null, path: string): Promise<void> {
    const isRight = await this.attempts.guard(credentials.email, ip, () =>
      this.hasher.verify(credentials.passwordHash, password),
    );
    if (!isRight) throw ValidationFailed.at(path, 'WRONG_PASSWORD', 'This is not the password of this account.');
  }

  /**
   * The hash of a new password.
   *
   * @param path the field the password came in
   * @throws ValidationFailed with the reason when it is too easy to guess
   */
  async hashNew(password: string, email: string, path: string): Promise<string> {
    const fault = passwordFault(password, email);
    if (fault !== null) throw ValidationFailed.at(path, 'WEAK_PASSWORD', fault);
    return this.hasher.hash(password);
  }
}
