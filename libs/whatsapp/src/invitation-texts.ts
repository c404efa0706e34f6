import { ValidationFailed } from '@beckon/core';
import {
  type NewMessage,
  type RecipientsQuery,
  TemplateNotApproved,
  whatsAppRuleOf,
  WhatsAppTemplateSource,
} from '@beckon/messaging';
import { Injectable } from '@nestjs/common';
import { INVITATION_TEMPLATE, invitationMail } from './domain/invitation-texts';
import { InvitationsRepository } from './invitations.repository';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';

/** What an invitation says, and what WhatsApp allows it. */
export interface InvitationText {
  readonly columns: Pick<NewMessage, 'body'> &
    Required<Pick<NewMessage, 'subject' | 'templateId' | 'whatsappTemplateId'>>;
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

  /** @throws ValidationFailed for a name that is not there, TemplateNotApproved */
  async get(
    organizationId: string,
    channel: 'email' | 'whatsapp',
    templateName: string | undefined,
  ): Promise<InvitationText> {
    return channel === 'email' ? this.mail(organizationId, templateName) : this.whatsApp(organizationId, templateName);
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

  private async mail(organizationId: string, name: string | undefined): Promise<InvitationText> {
    if (name === undefined)
      return { columns: { ...invitationMail, templateId: null, whatsappTemplateId: null }, whatsApp: 'marketing' };
    const saved = await this.invitations.findMailTemplate(organizationId, name);
    if (saved === null)
      throw unknownTemplate(`There is no e-mail template called "${name}". Choose another name, or leave it out.`);
    const { id: templateId, subject, body } = saved;
    return { columns: { subject, body, templateId, whatsappTemplateId: null }, whatsApp: 'marketing' };
  }

  private async whatsApp(organizationId: string, name = INVITATION_TEMPLATE): Promise<InvitationText> {
    const found = await this.templates.findByName(organizationId, name);
    const template = found === null ? null : await this.source.find(organizationId, found.id);
    if (template === null)
      throw unknownTemplate(`There is no WhatsApp template called "${name}". Choose another name.`);
    if (template.reasonNotToSend !== null) throw new TemplateNotApproved(template.reasonNotToSend, 'templateName');
    const columns = { subject: null, body: template.content, templateId: null, whatsappTemplateId: template.id };
    return { columns, whatsApp: whatsAppRuleOf(template.category) };
  }
}

function unknownTemplate(message: string): ValidationFailed {
  return ValidationFailed.at('templateName', 'UNKNOWN_TEMPLATE', message);
}
