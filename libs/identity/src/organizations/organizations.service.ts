import { AuditLog, Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { type Actor, auditActorOf } from '../access/actor';
import { type OrganizationChange, type OrganizationRow, OrganizationsRepository } from './organizations.repository';

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

  /** Changes the name or a setting; each has its line in the audit log. */
  async change(actor: Actor, change: OrganizationChange): Promise<OrganizationRow> {
    const { organizationId } = actor;
    const { name, onUnknown } = change;
    return this.transactions.run(async () => {
      await this.organizations.change(organizationId, { name, onUnknown });
      const about = {
        organizationId,
        actor: auditActorOf(actor),
        subjectType: 'organization',
        subjectId: organizationId,
      };
      if (name !== undefined) await this.audit.record({ ...about, action: 'organization.renamed' });
      if (onUnknown !== undefined)
        await this.audit.record({ ...about, action: 'organization.settings_changed', detail: { onUnknown } });
      return this.organizations.get(organizationId);
    });
  }
}
