import { defineEntity, p } from '@mikro-orm/postgresql';
import type { GuestAttributes } from './domain/guest-values';
import type { InvitationMethod, InvitationStatus, RsvpStatus } from './domain/rsvp-status';

const GuestSchema = defineEntity({
  name: 'Guest',
  tableName: 'guests',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    eventId: p.uuid(),
    name: p.text(),
    firstName: p.text().nullable(),
    email: p.text().nullable(),
    /** What addresses are compared by; null exactly where `email` is. */
    emailKey: p.text().nullable(),
    /** E.164. */
    phone: p.text().nullable(),
    rsvpStatus: p.text().$type<RsvpStatus>().default('pending'),
    rsvpAnsweredAt: p.datetime().nullable(),
    plusOnes: p.smallint().default(0),
    tags: p.array().default([]),
    /** BCP 47, for example `en-GB`. */
    locale: p.text().nullable(),
    /** IANA. */
    timeZone: p.text().nullable(),
    attributes: p.json<GuestAttributes>().defaultRaw(`'{}'`),
    invitationStatus: p.text().$type<InvitationStatus>().default('not_sent'),
    invitationMethod: p.text().$type<InvitationMethod>().nullable(),
    /** The delivery of the latest invitation: only its news change the status. */
    invitationId: p.uuid().nullable(),
    /** Raised to make every link that was ever sent to this guest invalid. */
    linkVersion: p.integer().default(1),
    deletedAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** A person on an event's list. */
export class Guest extends GuestSchema.class {}
GuestSchema.setClass(Guest);
