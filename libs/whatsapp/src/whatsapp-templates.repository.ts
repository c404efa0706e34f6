import { AlreadyExists, NotFound } from '@beckon/core';
import { EntityManager, LockMode, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Approval } from './domain/template-approval';
import { WhatsAppTemplate } from './whatsapp-template.entity';

/** What a new template is made of. */
export type NewWhatsAppTemplate = Pick<
  WhatsAppTemplate,
  'organizationId' | 'name' | 'displayName' | 'content' | 'variables' | 'category' | 'isApproved' | 'isActive'
> & { readonly twilioContentSid: string | null; readonly createdBy: string | null };

/** The WhatsApp templates of organizations. */
@Injectable()
export class WhatsAppTemplatesRepository {
  constructor(private readonly em: EntityManager) {}

  /** @throws NotFound when it was deleted, never was, or belongs to another organization */
  async get(organizationId: string, templateId: string): Promise<WhatsAppTemplate> {
    const template = await this.find(organizationId, templateId);
    if (template === null) throw new NotFound('This template');
    return template;
  }

  async find(organizationId: string, templateId: string): Promise<WhatsAppTemplate | null> {
    return this.em.findOne(WhatsAppTemplate, { id: templateId, organizationId, deletedAt: null }, { refresh: true });
  }

  /** @param name whatever its case */
  async findByName(organizationId: string, name: string): Promise<WhatsAppTemplate | null> {
    const { rows } = await sql<{ id: string }>`
      select id from whatsapp_templates
       where organization_id = ${organizationId} and lower(name) = lower(${name}) and deleted_at is null
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : this.find(organizationId, rows[0].id);
  }

  /** Like `get`, and keeps others from changing it until the transaction ends. */
  async getForUpdate(organizationId: string, templateId: string): Promise<WhatsAppTemplate> {
    const template = await this.em.findOne(
      WhatsAppTemplate,
      { id: templateId, organizationId, deletedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (template === null) throw new NotFound('This template');
    return template;
  }

  /** Newest first; `beforeId` is the last one of the page before. */
  async list(organizationId: string, beforeId: string | null, limit: number): Promise<WhatsAppTemplate[]> {
    const before = beforeId === null ? {} : { id: { $lt: beforeId } };
    return this.em.find(
      WhatsAppTemplate,
      { organizationId, deletedAt: null, ...before },
      { orderBy: { id: 'desc' }, limit, refresh: true },
    );
  }

  /** @throws AlreadyExists when the organization has a template of this name */
  async add(template: NewWhatsAppTemplate): Promise<WhatsAppTemplate> {
    const created = this.em.create(WhatsAppTemplate, { ...template, version: 1 });
    await this.flush(template.name);
    return created;
  }

  /**
   * Writes what was changed and reads back what the database added.
   *
   * @throws AlreadyExists when the organization has another template of this name
   */
  async save(template: WhatsAppTemplate): Promise<void> {
    await this.flush(template.name);
    await this.em.refresh(template);
  }

  /** Messages that still need it: drafts, planned and running ones. Call it with the template locked. */
  async countWaitingMessages(templateId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from messages
       where whatsapp_template_id = ${templateId} and status in ('draft', 'scheduled', 'sending', 'paused', 'cancelling')
    `.execute(this.em.getKysely());
    return rows[0]!.count;
  }

  /**
   * Templates whose approval was not looked up for this long, the longest first. Each is noted as looked up in the same statement,
   * so that several processes do not ask for the same one.
   */
  async claimUnchecked(olderThanMs: number, limit: number): Promise<{ id: string; contentSid: string }[]> {
    const { rows } = await sql<{ id: string; contentSid: string }>`
      with unchecked as (
        select id from whatsapp_templates
         where deleted_at is null and twilio_content_sid is not null
           and (approval_checked_at is null or approval_checked_at < clock_timestamp() - make_interval(secs => ${olderThanMs / 1000}))
         order by approval_checked_at nulls first, id
         limit ${limit}
           for update skip locked
      )
      update whatsapp_templates t set approval_checked_at = clock_timestamp()
        from unchecked u where t.id = u.id
      returning t.id, t.twilio_content_sid as "contentSid"
    `.execute(this.em.getKysely());
    return rows;
  }

  /**
   * Writes what WhatsApp says. A template that got another Content SID meanwhile is left alone.
   *
   * @returns true when it was written
   */
  async recordApproval(templateId: string, contentSid: string, approval: Approval): Promise<boolean> {
    const { rows } = await sql`
      update whatsapp_templates
         set approval_status = ${approval.status}, approval_reason = ${approval.reason},
             is_approved = ${approval.status === 'approved'},
             category = coalesce(${approval.category}::text, category),
             approval_checked_at = clock_timestamp()
       where id = ${templateId} and twilio_content_sid = ${contentSid}
      returning id
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  private async flush(name: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const message = `There is a WhatsApp template called "${name}" already. Choose another name.`;
      throw new AlreadyExists(message, { errors: [{ path: 'name', code: 'ALREADY_EXISTS', message }] });
    }
  }
}
