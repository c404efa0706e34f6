import { AuditLog, Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Actor, auditActorOf } from '../access/actor';
import { type OrganizationRow, OrganizationsRepository } from './organizations.repository';

/** The organization of whoever asks. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  get(actor: Actor): Promise<OrganizationRow> {
    return this.organizations.get(actor.organizationId);
  }

  async rename(actor: Actor, name: string): Promise<OrganizationRow> {
    const { organizationId } = actor;
    return this.transactions.run(async () => {
      await this.organizations.rename(organizationId, name);
      const entry = { action: 'organization.renamed', subjectType: 'organization', subjectId: organizationId };
      await this.audit.record({ organizationId, actor: auditActorOf(actor), ...entry });
      return this.organizations.get(organizationId);
    });
  }
}
