import {
  type AuditAction,
  AuditLog,
  Clock,
  Config,
  decodeCursor,
  type FieldProblem,
  type Page,
  StaleVersion,
  toPage,
  Transactions,
  ValidationFailed,
} from '@beckon/core';
import { type Actor, auditActorOf } from '@beckon/identity';
import { inspectContent, type PlaceholderName, UnresolvedTokens } from '@beckon/templates';
import { Injectable } from '@nestjs/common';
import { ContentApi } from './content-api';
import type { TemplateCategory } from './domain/template-approval';
import { templateVariables } from './domain/template-variables';
import type { WhatsAppTemplate } from './whatsapp-template.entity';
import { ApprovalIsNotOurs, ApprovalNotKnown, TemplateInUse } from './whatsapp-template.errors';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';
import { isOverTwilio } from './whatsapp-setup';

/** What somebody may say about a template. */
export interface WhatsAppTemplateInput {
  readonly name: string;
  readonly displayName: string;
  readonly content: string;
  /** In the order of Twilio's {{1}}, {{2}}, ...; left out: the order of the content. */
  readonly variables?: readonly string[];
  readonly category?: TemplateCategory;
  readonly twilioContentSid?: string | null;
  readonly isApproved?: boolean;
  readonly isActive?: boolean;
}

export interface WhatsAppTemplateChange extends Partial<WhatsAppTemplateInput> {
  /** The version the change is based on; without it the last one wins. */
  readonly version?: number;
}

/** WhatsApp templates of an organization: texts that WhatsApp has to approve before they may be sent. */
@Injectable()
export class WhatsAppTemplatesService {
  private readonly isTwilio: boolean;

  constructor(
    config: Config,
    private readonly templates: WhatsAppTemplatesRepository,
    private readonly contentApi: ContentApi,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {
    this.isTwilio = isOverTwilio(config);
  }

  async list(actor: Actor, cursor: string | undefined, limit: number): Promise<Page<WhatsAppTemplate>> {
    const key = decodeCursor(cursor, ['uuid']);
    const rows = await this.templates.list(actor.organizationId, key === null ? null : String(key[0]), limit + 1);
    return toPage(rows, limit, (template) => [template.id]);
  }

  /** @throws NotFound */
  async get(actor: Actor, templateId: string): Promise<WhatsAppTemplate> {
    return this.templates.get(actor.organizationId, templateId);
  }

  /** @throws ValidationFailed, UnresolvedTokens, AlreadyExists, ApprovalIsNotOurs */
  async create(actor: Actor, input: WhatsAppTemplateInput): Promise<WhatsAppTemplate> {
    if (input.isApproved === true && this.isTwilio) throw new ApprovalIsNotOurs();
    const variables = checkedVariables(input.content, input.variables);
    const { name, displayName, content, category = 'marketing', twilioContentSid = null } = input;
    return this.transactions.run(async () => {
      const template = await this.templates.add({
        organizationId: actor.organizationId,
        createdBy: actor.userId,
        ...{ name, displayName, content, variables, category, twilioContentSid },
        isApproved: input.isApproved ?? false,
        isActive: input.isActive ?? true,
      });
      await this.record(actor, 'whatsapp_template.created', template.id);
      return template;
    });
  }

  /**
   * Changes what is named. Another text or Content SID is another template to WhatsApp: its approval is gone until it is looked up again.
   *
   * @throws ValidationFailed, UnresolvedTokens, AlreadyExists, StaleVersion, ApprovalIsNotOurs, NotFound
   */
  async change(actor: Actor, templateId: string, change: WhatsAppTemplateChange): Promise<WhatsAppTemplate> {
    const { version, ...wanted } = change;
    const named = Object.entries(wanted as Readonly<Record<string, unknown>>).filter(
      ([, value]) => value !== undefined,
    );
    if (named.length === 0) {
      throw ValidationFailed.at('', 'NOTHING_TO_CHANGE', 'Send at least one field to change.');
    }
    return this.transactions.run(async () => {
      const template = await this.templates.getForUpdate(actor.organizationId, templateId);
      if (version !== undefined && version !== template.version)
        throw new StaleVersion('This template', template.version);
      if (wanted.isApproved === true && !template.isApproved && this.isTwilio) throw new ApprovalIsNotOurs();
      const isOtherText =
        (wanted.content !== undefined && wanted.content !== template.content) ||
        (wanted.twilioContentSid !== undefined && wanted.twilioContentSid !== (template.twilioContentSid ?? null));
      if (wanted.content !== undefined || wanted.variables !== undefined) {
        const kept = wanted.content === undefined ? template.variables : undefined;
        template.variables = checkedVariables(wanted.content ?? template.content, wanted.variables ?? kept);
      }
      const { variables: _checked, ...plain } = Object.fromEntries(named);
      const forgotten = { isApproved: false, approvalStatus: null, approvalReason: null, approvalCheckedAt: null };
      Object.assign(template, isOtherText && forgotten, plain, { version: template.version + 1 });
      await this.templates.save(template);
      await this.record(actor, 'whatsapp_template.changed', template.id, {
        fields: named.map(([field]) => field).sort(),
      });
      return template;
    });
  }

  /** @throws TemplateInUse while a message that is not sent needs it; NotFound */
  async remove(actor: Actor, templateId: string): Promise<void> {
    await this.transactions.run(async () => {
      const template = await this.templates.getForUpdate(actor.organizationId, templateId);
      const waiting = await this.templates.countWaitingMessages(template.id);
      if (waiting > 0) throw new TemplateInUse(waiting);
      template.deletedAt = this.clock.now();
      await this.templates.save(template);
      await this.record(actor, 'whatsapp_template.deleted', template.id);
    });
  }

  /**
   * Asks WhatsApp, through Twilio, what it says of a template now.
   *
   * @throws ApprovalNotKnown when there is nothing to ask for, or no answer; NotFound
   */
  async checkApproval(actor: Actor, templateId: string): Promise<WhatsAppTemplate> {
    const { twilioContentSid } = await this.templates.get(actor.organizationId, templateId);
    if (twilioContentSid == null)
      throw new ApprovalNotKnown('This template has no Twilio Content SID. Enter it first; it begins with HX.');
    const looked = await this.contentApi.approvalOf(twilioContentSid);
    if ('problem' in looked) throw new ApprovalNotKnown(looked.problem);
    await this.transactions.run(async () => {
      await this.templates.recordApproval(templateId, twilioContentSid, looked.approval);
      const { status } = looked.approval;
      await this.record(actor, 'whatsapp_template.approval_checked', templateId, { status });
    });
    return this.templates.get(actor.organizationId, templateId);
  }

  private async record(actor: Actor, action: AuditAction, subjectId: string, detail = {}): Promise<void> {
    const { organizationId } = actor;
    const subject = { subjectType: 'whatsapp_template', subjectId };
    await this.audit.record({ organizationId, actor: auditActorOf(actor), action, ...subject, detail });
  }
}

/** @throws ValidationFailed, UnresolvedTokens at `content` and `variables` */
function checkedVariables(content: string, named: readonly string[] | undefined): PlaceholderName[] {
  const { body, faults, unresolved } = inspectContent({ channel: 'whatsapp', body: content }, null);
  const atContent = (fault: FieldProblem): FieldProblem => ({ ...fault, path: 'content' });
  if (faults.length > 0) throw new ValidationFailed(faults.map(atContent));
  if (unresolved.length > 0) {
    const tokens = [...new Set(unresolved.map(({ token }) => token))];
    throw new UnresolvedTokens(
      tokens,
      unresolved.map(({ problem }) => atContent(problem)),
    );
  }
  const { variables, faults: others } = templateVariables(body, named);
  if (others.length > 0) throw new ValidationFailed(others);
  return variables;
}
