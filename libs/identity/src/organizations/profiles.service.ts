import { AuditLog, Transactions, Unauthenticated } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Actor, auditActorOf } from '../access/actor';
import { PasswordsService } from '../sign-in/passwords.service';
import { SessionsRepository } from '../sign-in/sessions.repository';
import { type Profile, UsersRepository } from '../users.repository';

/** What people see and change of themselves. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly passwords: PasswordsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  get(actor: Actor): Promise<Profile> {
    return this.users.getProfile(actor.id);
  }

  async rename(actor: Actor, name: string): Promise<Profile> {
    const { organizationId } = actor;
    return this.transactions.run(async () => {
      await this.users.rename(actor.id, name);
      const entry = { action: 'user.renamed' as const, subjectType: 'user', subjectId: actor.id };
      await this.audit.record({ organizationId, actor: auditActorOf(actor), ...entry });
      return this.users.getProfile(actor.id);
    });
  }

  /**
   * Sets a new password and ends all other sessions of the person.
   *
   * @throws ValidationFailed when the current one is wrong or the next one too easy to guess
   * @throws RateLimited after too many wrong ones
   */
  async changePassword(actor: Actor, current: string, next: string): Promise<void> {
    const credentials = await this.users.findCredentials({ userId: actor.id });
    if (credentials === null) throw new Unauthenticated();
    await this.passwords.confirm(credentials, current, actor.ip, 'current');
    const passwordHash = await this.passwords.hashNew(next, credentials.email, 'next');
    const { organizationId } = actor;
    await this.transactions.run(async () => {
      await this.users.setPasswordHash(actor.id, passwordHash);
      await this.sessions.revokeOthers(actor.id, actor.sessionId);
      const entry = { action: 'user.password_changed' as const, subjectType: 'user', subjectId: actor.id };
      await this.audit.record({ organizationId, actor: auditActorOf(actor), ...entry });
    });
  }
}
