import { defineEntity, p } from '@mikro-orm/postgresql';
import type { PlaceholderName } from '@beckon/templates';
import type { TemplateCategory } from './domain/template-approval';

const WhatsAppTemplateSchema = defineEntity({
  name: 'WhatsAppTemplate',
  tableName: 'whatsapp_templates',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    name: p.text(),
    displayName: p.text(),
    content: p.text(),
    /** In the order of Twilio's {{1}}, {{2}}, ... */
    variables: p.array().$type<PlaceholderName[]>().default([]),
    category: p.text().$type<TemplateCategory>().default('marketing'),
    twilioContentSid: p.text().nullable(),
    isApproved: p.boolean().default(false),
    /** What WhatsApp said last, in its own words; null: never asked. */
    approvalStatus: p.text().nullable(),
    approvalReason: p.text().nullable(),
    approvalCheckedAt: p.datetime().nullable(),
    isActive: p.boolean().default(true),
    version: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    deletedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A text that WhatsApp has to approve before it may be sent to anybody. */
export class WhatsAppTemplate extends WhatsAppTemplateSchema.class {}
WhatsAppTemplateSchema.setClass(WhatsAppTemplate);
