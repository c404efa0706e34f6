import { AlreadyExists, AuditLog, Config, Forbidden, NotFound, Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { readEmail } from '../domain/email-input';
import { decideNewMember } from '../domain/registration';
import { PasswordsService } from '../sign-in/passwords.service';
import { hashOfToken } from '../sign-in/secret-token';
import type { Caller } from '../sign-in/sessions.service';
import { UsersRepository } from '../users.repository';
import { MembersRepository, type OpenInvitation } from './members.repository';

export interface Acceptance {
  readonly token: string;
  readonly name: string;
  readonly password: string;
}

/** People who accept an invitation to an organization. */
@Injectable()
export class AcceptancesService {
  constructor(
    private readonly members: MembersRepository,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly config: Config,
  ) {}

  /**
   * Makes an account, or takes the one the address has already (its password must then be given), and joins the organization.
   *
   * @returns the user's id
   * @throws NotFound when the token is unknown, used, taken back or over
   * @throws ValidationFailed for a password that is too weak, or not that of the existing account
   * @throws AlreadyExists when the person has meanwhile joined an organization
   */
  async accept({ token, name, password }: Acceptance, caller: Caller): Promise<string> {
    const tokenHash = hashOfToken(token);
    const invitation = await this.getInvitation(() => this.members.findInvitation(tokenHash));
    const existing = await this.users.findCredentials({ email: invitation.email });
    if (existing !== null) await this.passwords.confirm(existing, password, caller.ip, 'password');
    const passwordHash = existing === null ? await this.hashForNewAccount(password, invitation.email) : null;
    return this.transactions.run(async () => {
      const open = await this.getInvitation(() => this.members.claimInvitation(tokenHash));
      const userId = existing?.id ?? (await this.users.add(readEmail(open.email), name, passwordHash ?? ''));
      if (userId === null || !(await this.members.add(open.organizationId, userId, open.role))) throw joinedAlready();
      await this.members.markAccepted(open.id);
      const actor = { kind: 'user', id: userId, ...caller } as const;
      const { organizationId, role } = open;
      await this.audit.record({
        organizationId,
        actor,
        action: 'member.joined',
        subjectType: 'user',
        subjectId: userId,
        detail: { role },
      });
      return userId;
    });
  }

  private async getInvitation(look: () => Promise<OpenInvitation | null>): Promise<OpenInvitation> {
    const invitation = await look();
    if (invitation === null) throw new NotFound('This invitation');
    return invitation;
  }

  private hashForNewAccount(password: string, email: string): Promise<string> {
    const decision = decideNewMember(this.config.registration);
    if (!decision.allowed) throw new Forbidden(decision.reason);
    return this.passwords.hashNew(password, email, 'password');
  }
}

function joinedAlready(): AlreadyExists {
  return new AlreadyExists('You belong to an organization already. Sign in instead.');
}
