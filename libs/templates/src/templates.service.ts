import {
  type AuditAction,
  AuditLog,
  Clock,
  decodeCursor,
  type Page,
  StaleVersion,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import { type Actor, auditActorOf } from '@beckon/identity';
import { Injectable } from '@nestjs/common';
import { checkContent } from './content';
import { Template, type TemplateChannel } from './template.entity';
import { TemplatesRepository } from './templates.repository';

export interface TemplateText {
  readonly name: string;
  readonly channel: TemplateChannel;
  /** Needed for e-mail, ignored for SMS. */
  readonly subject?: string | null;
  readonly body: string;
}

export interface TemplateChange extends Partial<Omit<TemplateText, 'channel'>> {
  /** The version the change is based on; without it the last one wins. */
  readonly version?: number;
}

/** Texts that an organization keeps to use again. They are checked like messages, but belong to no event. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<Template>> {
    const key = decodeCursor(cursor, ['uuid']);
    const rows = await this.templates.list(actor.organizationId, key === null ? null : String(key[0]), limit + 1);
    return toPage(rows, limit, (template) => [template.id]);
  }

  /** @throws NotFound */
  async get(actor: Actor, templateId: string): Promise<Template> {
    return this.templates.get(actor.organizationId, templateId);
  }

  /** @throws ValidationFailed, UnresolvedTokens, AlreadyExists */
  async create(actor: Actor, text: TemplateText): Promise<Template> {
    checkContent(text);
    return this.transactions.run(async () => {
      const { organizationId, userId: createdBy } = actor;
      const { name, channel, body } = text;
      const template = await this.templates.add({
        organizationId,
        createdBy,
        name,
        channel,
        body,
        subject: subjectFor(text),
      });
      await this.record(actor, 'template.created', template.id);
      return template;
    });
  }

  /** @throws ValidationFailed, UnresolvedTokens, AlreadyExists, StaleVersion, NotFound */
  async change(actor: Actor, templateId: string, change: TemplateChange): Promise<Template> {
    if (change.name === undefined && change.subject === undefined && change.body === undefined) {
      throw ValidationFailed.at('', 'NOTHING_TO_CHANGE', 'Send a name, a subject or a body to change.');
    }
    return this.transactions.run(async () => {
      const template = await this.templates.getForUpdate(actor.organizationId, templateId);
      if (change.version !== undefined && change.version !== template.version) {
        throw new StaleVersion('This template', template.version);
      }
      const { name = template.name, subject = template.subject, body = template.body } = change;
      const text = { name, subject, body, channel: template.channel };
      checkContent(text);
      Object.assign(template, { name, body, subject: subjectFor(text), version: template.version + 1 });
      await this.templates.save(template);
      await this.record(actor, 'template.changed', template.id);
      return template;
    });
  }

  /** Messages made from it keep their text. @throws NotFound */
  async remove(actor: Actor, templateId: string): Promise<void> {
    await this.transactions.run(async () => {
      const template = await this.templates.getForUpdate(actor.organizationId, templateId);
      template.deletedAt = this.clock.now();
      await this.templates.save(template);
      await this.record(actor, 'template.deleted', template.id);
    });
  }

  private async record(actor: Actor, action: AuditAction, templateId: string): Promise<void> {
    const { organizationId } = actor;
    await this.audit.record({
      organizationId,
      actor: auditActorOf(actor),
      action,
      subjectType: 'template',
      subjectId: templateId,
    });
  }
}

function subjectFor({ channel, subject }: Pick<TemplateText, 'channel' | 'subject'>): string | null {
  return channel === 'email' ? (subject ?? null) : null;
}
