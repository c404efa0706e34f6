import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Audience, Channel, Dedupe } from './domain/audience';
import type { MessageStatus } from './domain/message-state';
import type { MessageGuard, PauseDetail } from './domain/paused-reason';

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    organizationId: p.uuid(),
    eventId: p.uuid(),
    /** `broadcast`, `test`, one of the reminders, or `notice_...`. */
    kind: p.text(),
    channel: p.text().$type<Channel>(),
    audience: p.text().$type<Audience>(),
    segmentId: p.uuid().nullable(),
    templateId: p.uuid().nullable(),
    /** Instead of `templateId` where the channel is WhatsApp. */
    whatsappTemplateId: p.uuid().nullable(),
    /** Only e-mail has one. */
    subject: p.text().nullable(),
    body: p.text(),
    dedupe: p.text().$type<Dedupe>().default('contact'),
    status: p.text().$type<MessageStatus>(),
    /** Why it is cancelled, failed or paused, as a stable word. */
    statusReason: p.text().nullable(),
    cancelledBy: p.text().$type<'person' | 'system'>().nullable(),
    sendAt: p.datetime().nullable(),
    /** When it may leave at the latest; null: see `effectiveExpiry`. */
    expiresAt: p.datetime().nullable(),
    /** Until then a "send now" can be undone. */
    heldUntil: p.datetime().nullable(),
    snapshotId: p.uuid().nullable(),
    /** True when a person changed the time of a reminder: it no longer follows its event. */
    editedByHand: p.boolean().default(false),
    claimAttempts: p.smallint().default(0),
    claimAfter: p.datetime().nullable(),
    claimError: p.text().nullable(),
    claimedAt: p.datetime().nullable(),
    /** What is sent, frozen at the claim. */
    contentVersionId: p.uuid().nullable(),
    /** Big sends only, see `MessageGuard`. */
    guard: p.text().$type<MessageGuard>().nullable(),
    /** Set when it was paused to protect its sender. */
    pauseDetail: p.json().$type<PauseDetail>().nullable(),
    finishedAt: p.datetime().nullable(),
    /** Rows of the ledger, set by the claim. */
    total: p.integer().nullable(),
    rungAt: p.datetime().nullable(),
    version: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
});

/** One message to an audience of an event: what, to whom, over which channel, when. Changed only through `MessagesRepository`. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
