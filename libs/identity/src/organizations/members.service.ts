import {
  AlreadyExists,
  type AuditAction,
  AuditLog,
  Clock,
  Config,
  decodeCursor,
  Forbidden,
  NotFound,
  type Page,
  toPage,
  Transactions,
} from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Actor, auditActorOf, type OrganizationRole } from '../access/actor';
import { readEmail } from '../domain/email-input';
import { acceptUrl, invitationEnd, leavesNoAdmin } from '../domain/invitation-rules';
import { decideNewMember } from '../domain/registration';
import { hashOfToken, newSecretToken } from '../sign-in/secret-token';
import { type MemberRow, MembersRepository } from './members.repository';
import { LastAdmin } from './organization.errors';

/** An invitation right after it was made; the token is shown this once. */
export interface Invited {
  readonly id: string;
  readonly email: string;
  readonly role: OrganizationRole;
  readonly token: string;
  readonly acceptUrl: string;
  readonly expiresAt: Date;
}

/** Who belongs to an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly members: MembersRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Members and open invitations, newest first. */
  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<MemberRow>> {
    const before = decodeCursor(cursor, ['uuid']);
    const rows = await this.members.list(actor.organizationId, (before?.[0] as string | undefined) ?? null, limit + 1);
    return toPage(rows, limit, (row) => [row.id]);
  }

  /**
   * Invites somebody. An older invitation to the same address is taken back.
   *
   * @throws AlreadyExists when the address has an account in an organization, this one or another
   * @throws Forbidden where no new accounts are taken
   */
  async invite(actor: Actor, input: { email: string; role: OrganizationRole }): Promise<Invited> {
    const email = readEmail(input.email);
    const decision = decideNewMember(this.config.registration);
    if (!decision.allowed) throw new Forbidden(decision.reason);
    const token = newSecretToken();
    const expiresAt = invitationEnd(this.clock.now());
    const { organizationId } = actor;
    const id = await this.transactions.run(async () => {
      await this.members.lockOrganization(organizationId);
      const theirs = await this.members.findOrganizationOf(email.key);
      if (theirs !== null) throw accountExists(theirs === organizationId);
      const invitation = { role: input.role, tokenHash: hashOfToken(token), invitedBy: actor.userId, expiresAt };
      const added = await this.members.invite(organizationId, email, invitation);
      await this.record(actor, 'member.invited', 'member_invitation', added, { role: input.role });
      return added;
    });
    return {
      id,
      email: email.address,
      role: input.role,
      token,
      acceptUrl: acceptUrl(this.config.publicBaseUrl, token),
      expiresAt,
    };
  }

  /**
   * Gives a member, or somebody invited, another role.
   *
   * @throws NotFound when there is no such member or open invitation
   * @throws LastAdmin when no admin would be left
   */
  async changeRole(actor: Actor, id: string, role: OrganizationRole): Promise<MemberRow> {
    return this.transactions.run(async () => {
      const member = await this.getForChange(actor, id, role);
      await this.members.setRole(actor.organizationId, member, role);
      await this.record(actor, 'member.role_changed', subjectTypeOf(member), id, { from: member.role, to: role });
      return { ...member, role };
    });
  }

  /**
   * Takes a member out of the organization, which ends all their sessions, or takes an invitation back.
   *
   * @throws NotFound when there is no such member or open invitation
   * @throws LastAdmin when no admin would be left
   */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.transactions.run(async () => {
      const member = await this.getForChange(actor, id, null);
      await this.members.remove(actor.organizationId, member);
      const action = member.status === 'active' ? 'member.removed' : 'member.invitation_revoked';
      await this.record(actor, action, subjectTypeOf(member), id, { role: member.role });
    });
  }

  private async getForChange(
    { organizationId }: Actor,
    id: string,
    nextRole: OrganizationRole | null,
  ): Promise<MemberRow> {
    await this.members.lockOrganization(organizationId);
    const member = await this.members.find(organizationId, id);
    if (member === null) throw new NotFound('This member');
    const isMember = member.status === 'active';
    if (isMember && leavesNoAdmin(member.role, nextRole, await this.members.countAdmins(organizationId)))
      throw new LastAdmin();
    return member;
  }

  private async record(
    actor: Actor,
    action: AuditAction,
    subjectType: string,
    subjectId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const { organizationId } = actor;
    await this.audit.record({ organizationId, actor: auditActorOf(actor), action, subjectType, subjectId, detail });
  }
}

function subjectTypeOf(member: MemberRow): string {
  return member.status === 'active' ? 'user' : 'member_invitation';
}

function accountExists(isHere: boolean): AlreadyExists {
  const message = isHere
    ? 'This person belongs to your organization already.'
    : 'This address has an account in another organization. Ask for another address, or add the person to single events as a collaborator.';
  return new AlreadyExists(message, { errors: [{ path: 'email', code: 'ALREADY_EXISTS', message }] });
}
