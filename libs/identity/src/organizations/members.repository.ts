import { EntityManager } from '@mikro-orm/postgresql';
import type { EmailAddress } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { OrganizationRole } from '../access/actor';

/** A member, or somebody who is invited to become one. */
export interface MemberRow {
  /** Of the user, or of the invitation. */
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: OrganizationRole;
  readonly status: 'active' | 'invited';
  /** Until when the invitation can be accepted. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

/** An invitation as it stands when somebody wants to accept it. */
export interface OpenInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: OrganizationRole;
}

type Raw = Omit<MemberRow, 'expiresAt' | 'createdAt'> & { expiresAt: string | null; createdAt: string };

/** Who belongs to an organization, and who is invited. */
@Injectable()
export class MembersRepository {
  constructor(private readonly em: EntityManager) {}

  /** Members and open invitations together, newest first. */
  async list(organizationId: string, beforeId: string | null, limit: number): Promise<MemberRow[]> {
    return this.read(organizationId, sql`${beforeId}::uuid is null or id < ${beforeId}::uuid`, limit);
  }

  /** One member or open invitation by its id, or null. */
  async find(organizationId: string, id: string): Promise<MemberRow | null> {
    return (await this.read(organizationId, sql`id = ${id}`, 1))[0] ?? null;
  }

  /** Locks the organization until the transaction ends: changes of its members come one after the other. */
  async lockOrganization(organizationId: string): Promise<void> {
    await sql`select 1 from organizations where id = ${organizationId} for update`.execute(this.em.getKysely());
  }

  /** The organization that the account with this address belongs to, or null. */
  async findOrganizationOf(emailKey: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      select m.organization_id as id from users u join memberships m on m.user_id = u.id where u.email_key = ${emailKey}
    `.execute(this.em.getKysely());
    return rows[0]?.id ?? null;
  }

  async countAdmins(organizationId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from memberships where organization_id = ${organizationId} and role = 'admin'
    `.execute(this.em.getKysely());
    return rows[0]!.count;
  }

  /** False when the person belongs to an organization already. */
  async add(organizationId: string, userId: string, role: OrganizationRole): Promise<boolean> {
    const { rows } = await sql`
      insert into memberships (organization_id, user_id, role) values (${organizationId}, ${userId}, ${role})
      on conflict do nothing returning user_id
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  async setRole(organizationId: string, member: MemberRow, role: OrganizationRole): Promise<void> {
    const change =
      member.status === 'active'
        ? sql`update memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${member.id}`
        : sql`update member_invitations set role = ${role} where organization_id = ${organizationId} and id = ${member.id}`;
    await change.execute(this.em.getKysely());
  }

  /** Takes a membership away and ends the person's sessions, or takes an invitation back. */
  async remove(organizationId: string, member: MemberRow): Promise<void> {
    const db = this.em.getKysely();
    if (member.status === 'invited') {
      await sql`
        update member_invitations set revoked_at = now() where organization_id = ${organizationId} and id = ${member.id}
      `.execute(db);
      return;
    }
    await sql`delete from memberships where organization_id = ${organizationId} and user_id = ${member.id}`.execute(db);
    await sql`
      update refresh_tokens set revoked_at = now() where user_id = ${member.id} and id = family_id and revoked_at is null
    `.execute(db);
  }

  /** Adds an invitation; an older one to the same address is taken back. */
  async invite(
    organizationId: string,
    email: EmailAddress,
    invitation: { role: OrganizationRole; tokenHash: Buffer; invitedBy: string | null; expiresAt: Date },
  ): Promise<string> {
    const db = this.em.getKysely();
    await sql`
      update member_invitations set revoked_at = now()
      where organization_id = ${organizationId} and email_key = ${email.key} and accepted_at is null and revoked_at is null
    `.execute(db);
    const { rows } = await sql<{ id: string }>`
      insert into member_invitations (organization_id, email, email_key, role, token_hash, invited_by, expires_at)
      values (${organizationId}, ${email.address}, ${email.key}, ${invitation.role}, ${invitation.tokenHash}, ${invitation.invitedBy},
              ${invitation.expiresAt.toISOString()}::timestamptz)
      returning id
    `.execute(db);
    return rows[0]!.id;
  }

  /** The open invitation with this token; null when it is over, used or taken back. */
  async findInvitation(tokenHash: Buffer): Promise<OpenInvitation | null> {
    return this.readInvitation(tokenHash, sql``);
  }

  /** The same, locked until the transaction ends. */
  async claimInvitation(tokenHash: Buffer): Promise<OpenInvitation | null> {
    return this.readInvitation(tokenHash, sql`for update`);
  }

  async markAccepted(invitationId: string): Promise<void> {
    await sql`update member_invitations set accepted_at = now() where id = ${invitationId}`.execute(
      this.em.getKysely(),
    );
  }

  private async readInvitation(tokenHash: Buffer, lock: RawBuilder<unknown>): Promise<OpenInvitation | null> {
    const { rows } = await sql<OpenInvitation>`
      select id, organization_id as "organizationId", email, role from member_invitations
      where token_hash = ${tokenHash} and accepted_at is null and revoked_at is null and expires_at > clock_timestamp() ${lock}
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  private async read(organizationId: string, condition: RawBuilder<unknown>, limit: number): Promise<MemberRow[]> {
    const { rows } = await sql<Raw>`
      select id, email, name, role, status, "expiresAt", "createdAt" from (
        select u.id, u.email, u.name, m.role, 'active' as status, null::timestamptz as "expiresAt", m.created_at as "createdAt"
        from memberships m join users u on u.id = m.user_id where m.organization_id = ${organizationId}
        union all
        select i.id, i.email, null, i.role, 'invited', i.expires_at, i.created_at
        from member_invitations i
        where i.organization_id = ${organizationId} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
      ) people
      where ${condition} order by id desc limit ${limit}
    `.execute(this.em.getKysely());
    return rows.map((row) => ({
      ...row,
      expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
      createdAt: new Date(row.createdAt),
    }));
  }
}
