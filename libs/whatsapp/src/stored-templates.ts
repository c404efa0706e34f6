import { Config } from '@beckon/core';
import { type WhatsAppTemplateFacts, WhatsAppTemplateSource } from '@beckon/messaging';
import { Injectable } from '@nestjs/common';
import { reasonNotToSend } from './domain/template-approval';
import { WhatsAppTemplatesRepository } from './whatsapp-templates.repository';
import { isOverTwilio } from './whatsapp-setup';

/** Tells messages and the engine what they need of a template, as it stands now. */
@Injectable()
export class StoredTemplates extends WhatsAppTemplateSource {
  private readonly isTwilio: boolean;

  constructor(
    config: Config,
    private readonly templates: WhatsAppTemplatesRepository,
  ) {
    super();
    this.isTwilio = isOverTwilio(config);
  }

  override async find(organizationId: string, templateId: string): Promise<WhatsAppTemplateFacts | null> {
    const template = await this.templates.find(organizationId, templateId);
    if (template === null) return null;
    const { id, name, displayName, content, variables, category, isApproved, isActive } = template;
    const facts = {
      twilioContentSid: template.twilioContentSid ?? null,
      approvalStatus: template.approvalStatus ?? null,
      ...{ displayName, isApproved, isActive },
    };
    return {
      ...{ id, name, content, variables, category },
      contentSid: this.isTwilio ? facts.twilioContentSid : null,
      reasonNotToSend: reasonNotToSend(facts, this.isTwilio),
    };
  }
}
