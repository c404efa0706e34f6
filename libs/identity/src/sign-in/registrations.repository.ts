import { EntityManager } from '@mikro-orm/postgresql';
import type { EmailAddress } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

/** An account and the organization it founded. */
export interface Registered {
  readonly userId: string;
  readonly organizationId: string;
}

/** Accounts that people make by themselves. */
@Injectable()
export class RegistrationsRepository {
  constructor(private readonly em: EntityManager) {}

  /** True as soon as anybody has an account. */
  async anybodyExists(): Promise<boolean> {
    const { rows } = await sql<{ exists: boolean }>`select exists (select 1 from users) as exists`.execute(
      this.em.getKysely(),
    );
    return rows[0]?.exists ?? false;
  }

  /** Lets registrations come one after the other until the transaction ends: only one can be the first. */
  async lock(): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtext('beckon:registration'))`.execute(this.em.getKysely());
  }

  /** Adds an account as admin of a new organization; null when the address has an account already. */
  async add(
    email: EmailAddress,
    name: string,
    passwordHash: string,
    organizationName: string,
  ): Promise<Registered | null> {
    const { rows } = await sql<Registered>`
      with person as (
        insert into users (email, email_key, name, password_hash) values (${email.address}, ${email.key}, ${name}, ${passwordHash})
        on conflict (email_key) do nothing returning id),
      organization as (insert into organizations (name) select ${organizationName} from person returning id)
      insert into memberships (organization_id, user_id, role) select organization.id, person.id, 'admin' from organization, person
      returning user_id as "userId", organization_id as "organizationId"
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }
}
