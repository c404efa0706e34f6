import { defineEntity, p } from '@mikro-orm/postgresql';

export const TEMPLATE_CHANNELS = ['email', 'sms'] as const;
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

const TemplateSchema = defineEntity({
  name: 'Template',
  tableName: 'templates',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    name: p.text(),
    channel: p.enum(TEMPLATE_CHANNELS),
    /** Null for SMS. */
    subject: p.text().nullable(),
    body: p.text(),
    version: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    deletedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A text that an organization keeps to use again. */
export class Template extends TemplateSchema.class {}
TemplateSchema.setClass(Template);
