import { ValidationFailed } from '@beckon/core';
import {
  type NewMessage,
  type RecipientsQuery,
  TemplateNotApproved,
  whatsAppRuleOf,
  type WhatsAppTemplateFacts,
  WhatsAppTemplateSource,
} from '@beckon/messaging';
import { Injectable } from '@nestjs/common';
import { INVITATION_TEMPLATE, invitationMail } from './domain/invitation-texts';
import { InvitationsRepository } from './invitations.repository';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';

/** What an invitation says, and where the words are from. */
export type InvitationWords = Pick<NewMessage, 'body'> &
  Required<Pick<NewMessage, 'subject' | 'templateId' | 'whatsappTemplateId'>>;

/** What an invitation says, and what WhatsApp allows it. */
export interface InvitationText {
  readonly columns: InvitationWords;
  readonly whatsApp: NonNullable<RecipientsQuery['whatsApp']>;
}

/** Finds the text of an invitation: a template by name, or the one that is shipped. */
@Injectable()
export class InvitationTexts {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly templates: WhatsAppTemplatesRepository,
    private readonly source: WhatsAppTemplateSource,
  ) {}

  /** The words to send. @throws ValidationFailed for a name that is not there, TemplateNotApproved */
  async get(
    organizationId: string,
    channel: 'email' | 'whatsapp',
    templateName: string | undefined,
  ): Promise<InvitationText> {
    if (channel === 'email') return { columns: await this.mail(organizationId, templateName), whatsApp: 'marketing' };
    const template = await this.whatsApp(organizationId, templateName);
    if (template.reasonNotToSend !== null) throw new TemplateNotApproved(template.reasonNotToSend, 'templateName');
    return { columns: wordsOf(template), whatsApp: whatsAppRuleOf(template.category) };
  }

  /** The words to look at, whether or not WhatsApp has approved them by now. @throws ValidationFailed for a name that is not there */
  async look(
    organizationId: string,
    channel: 'email' | 'whatsapp',
    templateName: string | undefined,
  ): Promise<InvitationWords> {
    return channel === 'email'
      ? this.mail(organizationId, templateName)
      : wordsOf(await this.whatsApp(organizationId, templateName));
  }

  /** What WhatsApp would allow the text, whether or not it may be sent by now; without such a template what it allows any. */
  async ruleOf(
    organizationId: string,
    channel: 'email' | 'whatsapp',
    templateName = INVITATION_TEMPLATE,
  ): Promise<InvitationText['whatsApp']> {
    if (channel === 'email') return 'marketing';
    return whatsAppRuleOf((await this.templates.findByName(organizationId, templateName))?.category);
  }

  private async mail(organizationId: string, name: string | undefined): Promise<InvitationWords> {
    if (name === undefined) return { ...invitationMail, templateId: null, whatsappTemplateId: null };
    const saved = await this.invitations.findMailTemplate(organizationId, name);
    if (saved === null)
      throw unknownTemplate(`There is no e-mail template called "${name}". Choose another name, or leave it out.`);
    const { id: templateId, subject, body } = saved;
    return { subject, body, templateId, whatsappTemplateId: null };
  }

  private async whatsApp(organizationId: string, name = INVITATION_TEMPLATE): Promise<WhatsAppTemplateFacts> {
    const found = await this.templates.findByName(organizationId, name);
    const template = found === null ? null : await this.source.find(organizationId, found.id);
    if (template === null)
      throw unknownTemplate(`There is no WhatsApp template called "${name}". Choose another name.`);
    return template;
  }
}

function wordsOf({ id, content }: WhatsAppTemplateFacts): InvitationWords {
  return { subject: null, body: content, templateId: null, whatsappTemplateId: id };
}

function unknownTemplate(message: string): ValidationFailed {
  return ValidationFailed.at('templateName', 'UNKNOWN_TEMPLATE', message);
}
