import { EntityManager } from '@mikro-orm/postgresql';
import { type EmailAddress, emailKeyOf, Unauthenticated } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { OrganizationRole } from './access/actor';
import { User } from './user.entity';

/** A person as they see themselves. */
export interface Profile {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly organization: { readonly id: string; readonly name: string; readonly role: OrganizationRole };
}

interface ProfileRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: OrganizationRole;
}

/** What is needed to check a password. */
export interface Credentials {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  /** Null when the person belongs to no organization any more. */
  readonly organizationId: string | null;
}

/** People with an account. */
@Injectable()
export class UsersRepository {
  constructor(private readonly em: EntityManager) {}

  /** The account that can sign in with this address, or null; the address is compared by its key. */
  async findActiveByEmail(email: string): Promise<User | null> {
    const emailKey = emailKeyOf(email);
    return emailKey === null ? null : this.em.findOne(User, { emailKey, disabledAt: null }, { refresh: true });
  }

  /** By e-mail address or by id; null when there is no such account or it is disabled. */
  async findCredentials(by: { readonly email: string } | { readonly userId: string }): Promise<Credentials | null> {
    const condition = 'email' in by ? sql`u.email_key = ${emailKeyOf(by.email)}` : sql`u.id = ${by.userId}`;
    const { rows } = await sql<Credentials>`
      select u.id, u.email, u.password_hash as "passwordHash", m.organization_id as "organizationId"
      from users u left join memberships m on m.user_id = u.id
      where ${condition} and u.disabled_at is null
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /** @throws Unauthenticated when the person has left the organization meanwhile */
  async getProfile(userId: string): Promise<Profile> {
    const { rows } = await sql<ProfileRow>`
      select u.id, u.email, u.name, o.id as "organizationId", o.name as "organizationName", m.role
      from users u join memberships m on m.user_id = u.id join organizations o on o.id = m.organization_id
      where u.id = ${userId} and u.disabled_at is null
    `.execute(this.em.getKysely());
    const row = rows[0];
    if (row === undefined) throw new Unauthenticated('Your account does not belong to an organization any more.');
    const { id, email, name } = row;
    return { id, email, name, organization: { id: row.organizationId, name: row.organizationName, role: row.role } };
  }

  /** Adds an account; null when the address has one already. */
  async add(email: EmailAddress, name: string, passwordHash: string): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      insert into users (email, email_key, name, password_hash) values (${email.address}, ${email.key}, ${name}, ${passwordHash})
      on conflict (email_key) do nothing returning id
    `.execute(this.em.getKysely());
    return rows[0]?.id ?? null;
  }

  async rename(userId: string, name: string): Promise<void> {
    await sql`update users set name = ${name} where id = ${userId}`.execute(this.em.getKysely());
  }

  async setPasswordHash(userId: string, passwordHash: string): Promise<void> {
    await sql`update users set password_hash = ${passwordHash} where id = ${userId}`.execute(this.em.getKysely());
  }
}
