import type { MessageFacts } from './domain/message-decisions';
import type { MessageDraft } from './domain/message-draft';
import type { Message } from './message.entity';

/** What the decisions look at. */
export function factsOf({ status, statusReason, sendAt, claimAfter, heldUntil }: Message): MessageFacts {
  // one that waits for quota leaves when it is tried again
  const leavesAt = statusReason === 'quota_exceeded' && claimAfter ? claimAfter : sendAt;
  return { status, sendAt: leavesAt ?? null, heldUntil: heldUntil ?? null };
}

/** What its author decided, in columns: a template of WhatsApp has a column of its own. */
export function columnsOf({ templateId, ...draft }: MessageDraft): Omit<MessageDraft, 'templateId'> & {
  readonly templateId: string | null;
  readonly whatsappTemplateId: string | null;
} {
  const isWhatsApp = draft.channel === 'whatsapp';
  return { ...draft, templateId: isWhatsApp ? null : templateId, whatsappTemplateId: isWhatsApp ? templateId : null };
}

/** What its author decided. */
export function draftOf(message: Message): MessageDraft {
  const { channel, body, audience, dedupe } = message;
  return {
    ...{ channel, body, audience, dedupe },
    segmentId: message.segmentId ?? null,
    subject: message.subject ?? null,
    templateId: message.whatsappTemplateId ?? message.templateId ?? null,
    sendAt: message.sendAt ?? null,
    expiresAt: message.expiresAt ?? null,
  };
}
