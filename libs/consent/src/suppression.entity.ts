import { defineEntity, p } from '@mikro-orm/postgresql';
import {
  SUPPRESSION_CHANNELS,
  SUPPRESSION_CLASSES,
  SUPPRESSION_REASONS,
  SUPPRESSION_SCOPES,
} from './domain/suppression-rule';

const SuppressionSchema = defineEntity({
  name: 'Suppression',
  tableName: 'suppressions',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    channel: p.enum(SUPPRESSION_CHANNELS),
    /** As it was typed or reported. */
    address: p.text(),
    addressKey: p.text(),
    scope: p.enum(SUPPRESSION_SCOPES),
    eventId: p.uuid().nullable(),
    senderId: p.uuid().nullable(),
    appliesTo: p.enum(SUPPRESSION_CLASSES),
    reason: p.enum(SUPPRESSION_REASONS),
    /** Where it came from: `api`, `unsubscribe_page`, `one_click`, or a provider's name. */
    source: p.text(),
    note: p.text().nullable(),
    createdBy: p.uuid().nullable(),
    liftedBy: p.uuid().nullable(),
    liftedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});

/** An address that must not be written to. It stands until it is lifted, and stays as history afterwards. */
export class Suppression extends SuppressionSchema.class {}
SuppressionSchema.setClass(Suppression);
