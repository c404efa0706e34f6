export { chooseAudience } from './choose-audience';
export {
  type Audience,
  type AudienceChoice,
  AUDIENCES,
  type Channel,
  CHANNELS,
  type Dedupe,
  DEDUPES,
} from './domain/audience';
export { type MessageCounts, noCounts } from './domain/message-counts';
export { effectiveExpiry } from './domain/message-expiry';
export { EXCLUSION_REASONS } from './domain/exclusion-words';
export { messageLabel } from './domain/message-label';
export { canMove, MESSAGE_STATUSES, messageMoves, type MessageStatus } from './domain/message-state';
export { type MessageGuard, PROTECT, type PauseDetail, pausedReasonOf } from './domain/paused-reason';
export { isReminder, REMINDER_KINDS, type ReminderKind } from './domain/reminder-rules';
export { MessageCountsDto, MessageDto } from './dto/message.dto';
export { brandingOf, eventFactsOf } from './event-facts';
export { IdempotencyStore, IdempotentAnswer, type IdempotentRequest } from './idempotency.store';
export { IdempotentReply } from './idempotent-reply.interceptor';
export { Message } from './message.entity';
export {
  AlreadySent,
  AudienceChanged,
  type GuestDifference,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  MessageCancelled,
  MessageExpired,
  NoRecipients,
  NotRunning,
  PastEditWindow,
  RequestInProgress,
  SendAtInPast,
  TemplateNotApproved,
} from './message.errors';
export { MessagePreviewDto } from './dto/recipients.dto';
export { type MessageFields, MessagesRepository, type NewMessage } from './messages.repository';
export { MessagingModule } from './messaging.module';
export { type MessagePreview, PreviewsService } from './previews.service';
export { QuotaExceeded } from './quota/quota.errors';
export { type QuotaDelay, QuotaReservations } from './quota/quota-reservations';
export { type GuestMergeValues, type RecipientRow, recipientsSql, type RecipientsQuery } from './recipients-sql';
export { type RecipientCount, RecipientsRepository } from './recipients.repository';
export { SendingAgain, type SendingAgainContext } from './sending-again.service';
export { type AudienceSnapshot, SnapshotsRepository } from './snapshots.repository';
export { isTextOf } from './draft-checks.service';
export { type WhatsAppTemplateFacts, WhatsAppTemplateSource } from './whatsapp-template-source';
export { type WhatsAppRule, whatsAppRuleOf } from './domain/whatsapp-rule';
