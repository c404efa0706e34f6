import { AlreadyExists, AuditLog, Config, Forbidden, Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { readEmail } from '../domain/email-input';
import { decideRegistration } from '../domain/registration';
import { AttemptsService } from './attempts.service';
import { PasswordsService } from './passwords.service';
import { type Registered, RegistrationsRepository } from './registrations.repository';
import type { Caller } from './sessions.service';

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly organizationName?: string;
}

/** People who make an account by themselves. */
@Injectable()
export class RegistrationsService {
  constructor(
    private readonly registrations: RegistrationsRepository,
    private readonly passwords: PasswordsService,
    private readonly attempts: AttemptsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly config: Config,
  ) {}

  /**
   * Makes an account and an organization of which it is the admin.
   *
   * @returns the user's id
   * @throws Forbidden when this installation takes nobody without an invitation
   * @throws ValidationFailed for an address or password that cannot be used
   * @throws AlreadyExists when the address has an account
   * @throws RateLimited after very many registrations from one address
   */
  async register(account: NewAccount, caller: Caller): Promise<string> {
    // Looked at before the costly hash, and once more behind the lock that only one first account can pass.
    await this.refuseUnlessOpen();
    const email = readEmail(account.email);
    await this.attempts.countRegistration(caller.ip);
    const passwordHash = await this.passwords.hashNew(account.password, email.address, 'password');
    const organizationName = account.organizationName ?? `${account.name}'s organization`.slice(0, 200);
    const registered = await this.transactions.run(async () => {
      await this.registrations.lock();
      await this.refuseUnlessOpen();
      const added = await this.registrations.add(email, account.name, passwordHash, organizationName);
      if (added !== null) await this.record(added, caller);
      return added;
    });
    if (registered === null) throw accountExists();
    return registered.userId;
  }

  private async refuseUnlessOpen(): Promise<void> {
    const { registration } = this.config;
    const decision = decideRegistration(
      registration,
      registration === 'invite' && (await this.registrations.anybodyExists()),
    );
    if (!decision.allowed) throw new Forbidden(decision.reason);
  }

  private async record({ organizationId, userId }: Registered, caller: Caller): Promise<void> {
    const actor = { kind: 'user', id: userId, ...caller } as const;
    await this.audit.record({
      organizationId,
      actor,
      action: 'organization.created',
      subjectType: 'organization',
      subjectId: organizationId,
    });
  }
}

function accountExists(): AlreadyExists {
  const message = 'An account with this e-mail address exists already. Sign in instead.';
  return new AlreadyExists(message, { errors: [{ path: 'email', code: 'ALREADY_EXISTS', message }] });
}
