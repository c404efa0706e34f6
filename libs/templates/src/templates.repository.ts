import { AlreadyExists, NotFound } from '@beckon/core';
import { EntityManager, LockMode, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Template, type TemplateChannel } from './template.entity';

export interface NewTemplate {
  readonly organizationId: string;
  readonly name: string;
  readonly channel: TemplateChannel;
  readonly subject: string | null;
  readonly body: string;
  readonly createdBy: string | null;
}

/** The saved templates of organizations. */
@Injectable()
export class TemplatesRepository {
  constructor(private readonly em: EntityManager) {}

  /** @throws NotFound when it was deleted, never was, or belongs to another organization */
  async get(organizationId: string, templateId: string): Promise<Template> {
    const template = await this.em.findOne(Template, { id: templateId, organizationId, deletedAt: null });
    if (template === null) throw new NotFound('This template');
    return template;
  }

  /** Like `get`, and keeps others from changing it until the transaction ends. */
  async getForUpdate(organizationId: string, templateId: string): Promise<Template> {
    const template = await this.em.findOne(
      Template,
      { id: templateId, organizationId, deletedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (template === null) throw new NotFound('This template');
    return template;
  }

  /** Newest first; `beforeId` is the last one of the page before. */
  async list(organizationId: string, beforeId: string | null, limit: number): Promise<Template[]> {
    const before = beforeId === null ? {} : { id: { $lt: beforeId } };
    return this.em.find(Template, { organizationId, deletedAt: null, ...before }, { orderBy: { id: 'desc' }, limit });
  }

  /** @throws AlreadyExists when the organization has a template of this name */
  async add(template: NewTemplate): Promise<Template> {
    const created = this.em.create(Template, { ...template, version: 1 });
    await this.flush(template.name);
    return created;
  }

  /**
   * Writes what was changed and reads back what the database added.
   *
   * @throws AlreadyExists when the organization has another template of this name
   */
  async save(template: Template): Promise<void> {
    await this.flush(template.name);
    await this.em.refresh(template);
  }

  private async flush(name: string): Promise<void> {
    try {
      await this.em.flush();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const message = `There is a template called "${name}" already. Choose another name.`;
      throw new AlreadyExists(message, { errors: [{ path: 'name', code: 'ALREADY_EXISTS', message }] });
    }
  }
}
