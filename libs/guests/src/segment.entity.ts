import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Criteria } from './domain/criteria';

const SegmentSchema = defineEntity({
  name: 'Segment',
  tableName: 'segments',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    eventId: p.uuid(),
    name: p.text(),
    criteria: p.json<Criteria>(),
    version: p.integer().default(1),
    /** Null when an API key made it. */
    createdBy: p.uuid().nullable(),
    deletedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A named group of an event's guests, given by conditions and resolved each time it is used. */
export class Segment extends SegmentSchema.class {}
SegmentSchema.setClass(Segment);
