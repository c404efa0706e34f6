import type { Audience, Channel, CreateMessageDto, MessageDto, UpdateMessageDto } from '../../api/generated/models';
import { localOf, offsetOf } from '../../words/local-time';

/** What somebody is writing, as the form holds it. */
export interface Draft {
  readonly audience: Audience;
  /** Only with audience `segment`. */
  readonly segmentId: string | null;
  readonly channel: Channel;
  readonly subject: string;
  readonly body: string;
  /** The saved template that the text came from. */
  readonly templateId: string | null;
  /** WhatsApp without a template: one's own words are meant, and not a template that is still to be chosen. */
  readonly hasOwnWords: boolean;
  readonly when: 'now' | 'later';
  /** Local time at the event, `2026-12-04T18:00`; empty: not chosen. */
  readonly sendAtLocal: string;
  /** Picks one of two readings when the clock goes back. */
  readonly sendAtOffset: string | null;
  /** The instant that the two above mean, ISO 8601; null while it is not clear. */
  readonly sendAt: string | null;
  /** Latest time to leave, local time at the event; empty: the event's start. */
  readonly expiresAtLocal: string;
  readonly expiresAt: string | null;
}

export const EMPTY_DRAFT: Draft = {
  audience: 'attending',
  segmentId: null,
  channel: 'email',
  subject: '',
  body: '',
  templateId: null,
  hasOwnWords: false,
  when: 'now',
  sendAtLocal: '',
  sendAtOffset: null,
  sendAt: null,
  expiresAtLocal: '',
  expiresAt: null,
};

/** How long "send" can be taken back. */
export const HOLD_SECONDS = 10;

/** The draft of a message that exists; times become local ones at the event. */
export function draftOf(message: MessageDto, timeZone: string): Draft {
  const isLater = message.sendAt !== null && message.heldUntil === null;
  const sendAtLocal = isLater ? localOf(message.sendAt!, timeZone) : '';
  return {
    audience: message.audience,
    segmentId: message.segmentId,
    channel: message.channel,
    subject: message.subject ?? '',
    body: message.body,
    templateId: message.templateId,
    hasOwnWords: message.channel === 'whatsapp' && message.templateId === null,
    when: isLater ? 'later' : 'now',
    sendAtLocal,
    sendAtOffset: isLater ? offsetOf(sendAtLocal, timeZone, message.sendAt!) : null,
    sendAt: isLater ? message.sendAt : null,
    expiresAtLocal: message.expiresAt === null ? '' : localOf(message.expiresAt, timeZone),
    expiresAt: message.expiresAt,
  };
}

/** A WhatsApp message whose template is still to be chosen: there are no words of it yet. */
export function wantsTemplate({ channel, templateId, hasOwnWords }: Draft): boolean {
  return channel === 'whatsapp' && templateId === null && !hasOwnWords;
}

/** Whether there is enough of it for the API to keep: half a text stays in the browser. */
export function isWhole(draft: Draft): boolean {
  const { channel, subject, body } = draft;
  if (body.trim() === '' || (channel === 'email' && subject.trim() === '')) return false;
  return !wantsTemplate(draft) && audienceOf(draft) !== null;
}

/** A copy to write anew: same words and guests, no time. */
export function copyOf(message: MessageDto): Draft {
  const { audience, segmentId, channel, body, templateId } = message;
  const hasOwnWords = channel === 'whatsapp' && templateId === null;
  return {
    ...EMPTY_DRAFT,
    audience,
    segmentId,
    channel,
    body,
    templateId,
    hasOwnWords,
    subject: message.subject ?? '',
  };
}

/** What every request about this draft says. SMS and WhatsApp have no subject. */
function content(draft: Draft): Pick<CreateMessageDto, 'channel' | 'audience' | 'body'> & {
  segmentId: string | null;
  subject: string | null;
  templateId: string | null;
  expiresAt: string | null;
} {
  return {
    channel: draft.channel,
    audience: draft.audience,
    segmentId: draft.audience === 'segment' ? draft.segmentId : null,
    subject: draft.channel === 'email' ? draft.subject.trim() : null,
    body: draft.body,
    templateId: draft.templateId,
    expiresAt: draft.expiresAtLocal === '' ? null : draft.expiresAt,
  };
}

/**
 * The request that makes a message of a draft.
 *
 * @param snapshot of the recipient count that was looked at; only a message that leaves now is held to it
 */
export function toCreate(
  draft: Draft,
  mode: 'draft' | 'schedule' | 'now',
  snapshot: string | null = null,
): CreateMessageDto {
  return {
    mode,
    ...content(draft),
    ...(mode === 'now' ? { holdSeconds: HOLD_SECONDS, ...(snapshot === null ? {} : { snapshot }) } : {}),
    ...(mode !== 'now' && draft.when === 'later' && draft.sendAt !== null ? { sendAt: draft.sendAt } : {}),
  };
}

/**
 * The request that changes a saved message.
 *
 * @param plan true: the draft becomes scheduled for its time
 */
export function toUpdate(draft: Draft, version: number, plan = false): UpdateMessageDto {
  return {
    version,
    ...content(draft),
    ...(plan ? { mode: 'schedule' as const } : {}),
    ...(draft.when === 'later' && draft.sendAt !== null ? { sendAt: draft.sendAt } : {}),
  };
}

/** What the audience is, for counting and listing. */
export function audienceOf(
  draft: Draft,
): { audience: Audience; segmentId?: string; channel: Channel; templateId?: string } | null {
  const { audience, segmentId, channel, templateId, hasOwnWords } = draft;
  // a WhatsApp template decides whom it may reach; while none is chosen the count is that of any
  const words = templateId ?? (hasOwnWords ? 'none' : null);
  const by = { channel, ...(channel === 'whatsapp' && words !== null ? { templateId: words } : {}) };
  if (audience !== 'segment') return { audience, ...by };
  return segmentId === null ? null : { audience, segmentId, ...by };
}
