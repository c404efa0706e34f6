import type { EventDto, MessageDto, MessageStatus } from '../api/generated/models';
import { AUDIENCE_WORDS, CHANNEL_WORDS } from '../words/states';
import { readable } from './placeholders';

/** The three lists of the Communications tab. */
export type ListName = 'scheduled' | 'sent' | 'cancelled';

export const LIST_STATUSES: Readonly<Record<ListName, MessageStatus[]>> = {
  scheduled: ['draft', 'scheduled'],
  sent: ['sending', 'paused', 'sent', 'failed'],
  cancelled: ['cancelled', 'cancelling'],
};

const SKIPPED: Readonly<Record<string, string>> = {
  past: 'its time had already passed when the event got its date',
  claim_failed: 'it could not be started in time',
  expired: 'its latest time had passed',
};

/** Beckon made it by itself. */
export function isAutomatic({ kind }: MessageDto): boolean {
  return kind !== 'broadcast';
}

/** A reminder that Beckon left out by itself; a person's own cancel is not one. */
export function isSkipped(message: MessageDto): boolean {
  return message.status === 'cancelled' && isAutomatic(message) && (message.statusReason ?? '') in SKIPPED;
}

/** Why a reminder was left out, as the rest of "7 days before was skipped: ...". */
export function skippedWords({ statusReason }: MessageDto): string {
  return SKIPPED[statusReason ?? ''] ?? 'nothing was sent';
}

/** Why a message is cancelled, failed, paused or still waits, beside its chip; empty where the status says enough. */
export function reasonWords({ status, statusReason }: MessageDto): string {
  if (statusReason === 'quota_exceeded') return 'waits for tomorrow’s quota';
  if (statusReason === 'event_cancelled') return 'the event was cancelled';
  if (statusReason === 'by_person') return status === 'paused' ? 'paused by hand' : '';
  return status === 'cancelled' ? (SKIPPED[statusReason ?? ''] ?? '') : '';
}

/** Drafts first, then what leaves next. */
export function scheduledOrder(messages: readonly MessageDto[]): MessageDto[] {
  const rank = ({ status, sendAt, updatedAt }: MessageDto): string =>
    status === 'draft' ? `0${String(9e15 - new Date(updatedAt).getTime()).padStart(16, '0')}` : `1${sendAt ?? '9'}`;
  return [...messages].sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** Whom it is for: "Attending", "Segment: Flying in". */
export function audienceWords(message: MessageDto, segments: ReadonlyMap<string, string>): string {
  if (message.audience !== 'segment') return AUDIENCE_WORDS[message.audience] ?? message.audience;
  const name = segments.get(message.segmentId ?? '');
  return name === undefined ? 'A segment' : `Segment: ${name}`;
}

/** What is seen of it on one line under its name. */
export function firstWords({ body, subject }: MessageDto, event: EventDto | undefined): string {
  const line = readable(body.trim().replace(/\s+/g, ' '), shared(event));
  return subject === null || line === '' ? '' : `“${line.slice(0, 90)}${line.length > 90 ? '…' : ''}”`;
}

export function channelWords(message: MessageDto): (typeof CHANNEL_WORDS)[string] {
  return CHANNEL_WORDS[message.channel] ?? { word: message.channel, icon: 'mail' };
}

/** How many have it, of how many: whom it left for, whether or not there is a receipt. */
export function reachedOf({ counts }: MessageDto): number {
  return counts.delivered + counts.sent;
}

/** The name of a message as people read it: what all guests share stands in for its placeholders. */
export function labelWords({ label }: MessageDto, event: EventDto | undefined): string {
  return readable(label, shared(event));
}

function shared(event: EventDto | undefined): Readonly<Record<string, string | undefined>> {
  return { event_name: event?.name, venue: event?.venue, event_location: event?.venue, host_name: event?.hostName };
}
