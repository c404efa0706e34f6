import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { TEMPLATE_CATEGORIES } from '../domain/template-approval';
import type { TemplateCategory } from '../domain/template-approval';
import { templatePreview } from '../template-preview';
import type { WhatsAppTemplate } from '../whatsapp-template.entity';

/** A text that WhatsApp has to approve before it may be sent. */
export class WhatsAppTemplateDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  /** Unique in the organization. */
  @ApiProperty({ example: 'rsvp_invitation' })
  name: string;
  @ApiProperty({ example: 'RSVP invitation' })
  displayName: string;
  content: string;
  /** The content as a guest would read it, with invented values. */
  preview: string;
  /** Its placeholders in the order of Twilio's {{1}}, {{2}}, ... */
  variables: string[];
  /** What WhatsApp takes it for. Marketing reaches no number of the United States. */
  @ApiProperty({ enum: TEMPLATE_CATEGORIES, enumName: 'WhatsAppTemplateCategory' })
  category: TemplateCategory;
  @ApiProperty({ type: String, nullable: true, example: 'HX0123456789abcdef0123456789abcdef' })
  twilioContentSid: string | null;
  isApproved: boolean;
  /** WhatsApp's own word: received, pending, approved, rejected, paused, disabled; null: never looked up. */
  @ApiProperty({ type: String, nullable: true })
  approvalStatus: string | null;
  /** Why it was rejected, in WhatsApp's words. */
  @ApiProperty({ type: String, nullable: true })
  approvalReason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvalCheckedAt: Date | null;
  isActive: boolean;
  /** Rises with every change. */
  version: number;
  createdAt: Date;
  updatedAt: Date;

  static from(template: WhatsAppTemplate): WhatsAppTemplateDto {
    const { id, name, displayName, content, variables, category, isApproved, isActive, version } = template;
    return {
      ...{ id, name, displayName, content, category, isApproved, isActive, version },
      preview: templatePreview(content),
      variables: [...variables],
      twilioContentSid: template.twilioContentSid ?? null,
      approvalStatus: template.approvalStatus ?? null,
      approvalReason: template.approvalReason ?? null,
      approvalCheckedAt: template.approvalCheckedAt ?? null,
      createdAt: template.createdAt,
      updatedAt: template.updatedAt,
    };
  }
}

/** One page of WhatsApp templates, newest first. */
export class WhatsAppTemplatePageDto {
  items: WhatsAppTemplateDto[];
  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<WhatsAppTemplate>): WhatsAppTemplatePageDto {
    return { items: items.map((template) => WhatsAppTemplateDto.from(template)), nextCursor };
  }
}
