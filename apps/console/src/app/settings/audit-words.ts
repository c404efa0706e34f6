import type { AuditAction, AuditEntryDto } from '../api/generated/models';
import { readable } from '../communications/placeholders';
import { reminderName } from '../words/message-names';
import { AUDIENCE_WORDS, channelOf } from '../words/states';

type Detail = Readonly<Record<string, unknown>>;
type Subject = Pick<AuditEntryDto, 'subjectId' | 'eventId'>;
/** Where a thing has a page; null when this one has none. */
type Page = (subject: Subject) => string | null;

interface ActWords {
  /** "changed the role of": stands between who and the thing; "somebody" in it gives way to a name that is known. */
  readonly did: string;
  /** "the template": stands before its name, or for it. */
  readonly thing: string;
  readonly page?: Page;
  /** What else is known of it, such as "from viewer to editor". */
  readonly more?: (detail: Detail) => string;
}

const at =
  (path: string): Page =>
  () =>
    path;
const inEvent =
  (path = ''): Page =>
  ({ eventId }) =>
    eventId === null ? null : `/events/${eventId}${path}`;
const ofEvent =
  (path: string): Page =>
  ({ eventId, subjectId }) =>
    eventId === null || subjectId === null ? null : `/events/${eventId}/${path}/${subjectId}`;
const message = ofEvent('messages');
const guest = ofEvent('guests');
const delivery: Page = ({ eventId, subjectId }) =>
  eventId === null || subjectId === null ? null : `/deliveries/${subjectId}`;

const text = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('_', ' ') : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const count = (value: unknown, word: string): string =>
  number(value) === 0 ? '' : `${number(value).toLocaleString('en')} ${word}`;
const list = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

const as = ({ role }: Detail): string => `as ${text(role)}`;
const fromTo = ({ from, to }: Detail): string => `from ${text(from)} to ${text(to)}`;
const channelWord = (channel: unknown): string =>
  typeof channel === 'string' ? channelOf(channel).word.replace('E-mail', 'e-mail') : '';
const over = ({ channel }: Detail): string => (channelWord(channel) === '' ? '' : `by ${channelWord(channel)}`);
const onChannel = ({ channel }: Detail): string => (channelWord(channel) === '' ? '' : `for ${channelWord(channel)}`);
const decided = ({ as: how }: Detail): string => (how === 'resend' ? 'to be sent again' : 'as arrived');
const fields = ({ fields: changed }: Detail): string =>
  Array.isArray(changed) ? changed.map(fieldWords).join(', ') : '';
const fieldWords = (field: unknown): string =>
  text(field)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

const WHY_SUPPRESSED: Readonly<Record<string, string>> = {
  manual: 'by hand',
  unsubscribe: 'unsubscribed',
  complaint: 'marked as spam',
  bounce: 'it bounced',
  stop: 'answered STOP',
};

const MODES: Readonly<Record<string, string>> = {
  now: 'to send at once',
  schedule: 'to send later',
  draft: 'as a draft',
};
const written = ({ mode, channel, audience }: Detail): string =>
  list(
    typeof mode === 'string' ? (MODES[mode] ?? '') : '',
    over({ channel }),
    typeof audience === 'string' ? `to ${(AUDIENCE_WORDS[audience] ?? audience).toLowerCase()}` : '',
  );
const imported = ({ outcome, created, updated, skipped, errorCount }: Detail): string =>
  list(
    outcome === 'interrupted' ? 'ended in the middle' : '',
    count(created, 'added'),
    count(updated, 'changed'),
    count(skipped, 'left as they were'),
    count(errorCount, 'refused'),
  );
const limits = (changed: Detail): string =>
  Object.entries(changed)
    .map(
      ([channel, limit]) =>
        `${channelOf(channel).word}: ${typeof limit === 'number' ? limit.toLocaleString('en') : 'no limit'}`,
    )
    .join(', ');
const paused = ({ reason, failed, of }: Detail): string =>
  reason === 'protect' ? `to protect the sender: ${number(failed)} of ${number(of)} failed` : '';

/** Each act of the audit log in words. The compiler says when the API knows an act that has none here. */
export const ACT_WORDS: Readonly<Record<AuditAction, ActWords>> = {
  'api_key.created': { did: 'made', thing: 'the API key', page: at('/settings/api-keys') },
  'api_key.revoked': { did: 'revoked', thing: 'the API key', page: at('/settings/api-keys') },
  'branding.updated': { did: 'changed the branding of', thing: 'an event', page: inEvent('/branding'), more: fields },
  'collaborator.added': { did: 'added somebody to', thing: 'an event', page: inEvent('/collaborators'), more: as },
  'collaborator.removed': { did: 'took somebody off', thing: 'an event', page: inEvent('/collaborators') },
  'collaborator.role_changed': {
    did: 'changed the role of somebody in',
    thing: 'an event',
    page: inEvent('/collaborators'),
    more: fromTo,
  },
  'delivery.resolved': { did: 'counted', thing: 'an unconfirmed delivery', page: delivery, more: decided },
  'delivery.revealed': {
    did: 'looked at the address of',
    thing: 'a delivery',
    page: delivery,
    more: ({ reason }) => text(reason),
  },
  'event.cancelled': { did: 'cancelled', thing: 'an event', page: inEvent() },
  'event.created': { did: 'made', thing: 'an event', page: inEvent() },
  'event.deleted': { did: 'deleted', thing: 'an event' },
  'event.moved': { did: 'moved', thing: 'an event', page: inEvent(), more: fields },
  'event.updated': { did: 'changed', thing: 'an event', page: inEvent(), more: fields },
  'guest.answered': {
    did: 'answered the invitation of',
    thing: 'a guest',
    page: guest,
    more: ({ response }) => text(response),
  },
  'guest.changed': { did: 'changed', thing: 'the guest', page: guest, more: fields },
  'guest.created': { did: 'added', thing: 'the guest', page: guest },
  'guest.deleted': { did: 'removed', thing: 'a guest' },
  'guests.exported': { did: 'exported the guests of', thing: 'an event', page: inEvent('/guests') },
  'guests.imported': { did: 'imported guests to', thing: 'an event', page: inEvent('/guests'), more: imported },
  'guests.invited': {
    did: 'invited',
    thing: 'guests',
    page: inEvent('/invitations'),
    more: ({ created, channel }) => list(count(created, 'invited'), over({ channel })),
  },
  'member.invitation_revoked': {
    did: 'took back',
    thing: 'an invitation to the organization',
    page: at('/settings/members'),
  },
  'member.invited': { did: 'invited', thing: 'somebody to the organization', page: at('/settings/members'), more: as },
  'member.joined': { did: 'joined', thing: 'the organization', page: at('/settings/members'), more: as },
  'member.removed': { did: 'removed the member', thing: 'somebody' },
  'member.role_changed': { did: 'changed the role of', thing: 'a member', page: at('/settings/members'), more: fromTo },
  'message.cancelled': { did: 'cancelled', thing: 'a message', page: message },
  'message.created': { did: 'wrote', thing: 'a message', page: message, more: written },
  'message.edited': { did: 'changed', thing: 'a message', page: message },
  'message.failed_retried': {
    did: 'retried the failed of',
    thing: 'a message',
    page: message,
    more: ({ retried }) => count(retried, 'guests'),
  },
  'message.missed_sent': {
    did: 'sent to those who missed',
    thing: 'a message',
    page: message,
    more: ({ added }) => count(added, 'guests'),
  },
  'message.paused': { did: 'paused', thing: 'a message', page: message, more: paused },
  'message.resumed': { did: 'let go on', thing: 'a message', page: message },
  'message.sent_now': { did: 'sent', thing: 'a message', page: message, more: () => 'at once' },
  'message.test_sent': { did: 'sent', thing: 'a test message', more: over },
  'message.unconfirmed_resolved': {
    did: 'counted the unconfirmed of',
    thing: 'a message',
    page: message,
    more: decided,
  },
  'message.undone': { did: 'undid the sending of', thing: 'a message', page: message },
  'organization.created': { did: 'made', thing: 'the organization' },
  'organization.renamed': { did: 'renamed', thing: 'the organization' },
  'organization.settings_changed': {
    did: 'decided',
    thing: 'what becomes of unconfirmed messages',
    more: ({ onUnknown }) => (onUnknown === 'resend' ? 'sent again once' : 'a person is asked'),
  },
  'quota.changed': { did: 'set', thing: 'the daily limits', more: limits },
  'segment.changed': { did: 'changed', thing: 'the segment', page: inEvent('/guests/segments') },
  'segment.created': { did: 'made', thing: 'the segment', page: inEvent('/guests/segments') },
  'segment.deleted': { did: 'deleted', thing: 'the segment' },
  'session.ended': { did: 'signed out', thing: '' },
  'session.reuse_detected': { did: 'ended a session whose token was used twice, of', thing: 'a member' },
  'session.started': { did: 'signed in', thing: '' },
  'suppression.created': {
    did: 'suppressed',
    thing: 'an address',
    page: at('/settings/suppressions'),
    more: ({ channel, reason }) =>
      list(onChannel({ channel }), typeof reason === 'string' ? (WHY_SUPPRESSED[reason] ?? text(reason)) : ''),
  },
  'suppression.lifted': {
    did: 'lifted the suppression of',
    thing: 'an address',
    page: at('/settings/suppressions'),
    more: onChannel,
  },
  'suppression.widened': {
    did: 'widened the suppression of',
    thing: 'an address',
    page: at('/settings/suppressions'),
    more: onChannel,
  },
  'template.changed': { did: 'changed', thing: 'the template', page: at('/templates') },
  'template.created': { did: 'made', thing: 'the template', page: at('/templates') },
  'template.deleted': { did: 'deleted', thing: 'the template' },
  'user.password_changed': { did: 'changed', thing: 'their password' },
  'user.renamed': { did: 'changed', thing: 'their name' },
  'whatsapp_template.approval_checked': {
    did: 'asked about the approval of',
    thing: 'the WhatsApp template',
    page: at('/templates/whatsapp'),
    more: ({ status }) => text(status),
  },
  'whatsapp_template.changed': { did: 'changed', thing: 'the WhatsApp template', page: at('/templates/whatsapp') },
  'whatsapp_template.created': { did: 'made', thing: 'the WhatsApp template', page: at('/templates/whatsapp') },
  'whatsapp_template.deleted': { did: 'deleted', thing: 'the WhatsApp template' },
};

const NOBODY: Readonly<Record<AuditEntryDto['actor']['kind'], string>> = {
  user: 'Somebody',
  api_key: 'An API key',
  guest: 'A guest',
  provider: 'A provider',
  system: 'Beckon',
};

/** One act as a sentence in pieces: "Ama Mensah", "changed", "the template Doors", "...". */
export interface ActSentence {
  readonly who: string;
  /** "by API key", where that is not plain from the name. */
  readonly kind: string;
  readonly did: string;
  readonly thing: string;
  /** A page of the console; null where the thing has none, is gone, or the reader may not see it. */
  readonly page: string | null;
  readonly more: string;
  /** Of the event that the thing belongs to. */
  readonly eventName: string | null;
}

/** Who did what to which thing. An act that is newer than this page is shown with spaces. */
export function actSentence(entry: AuditEntryDto): ActSentence {
  const { actor, action, subjectType, personName, eventName, detail } = entry;
  const subjectName = nameOf(entry);
  const words = (ACT_WORDS as Readonly<Partial<Record<string, ActWords>>>)[action];
  const kind = actor.kind === 'api_key' && actor.name !== null ? 'API key' : '';
  const who = actor.name ?? NOBODY[actor.kind];
  if (words === undefined)
    return { who, kind, did: text(action).replaceAll('.', ' '), thing: '', page: null, more: '', eventName };
  // an event stands for itself; what is in one keeps its own name
  const isEvent = subjectType === 'event';
  const name = isEvent ? eventName : isOneself(entry) ? null : subjectName;
  const thing =
    name === null
      ? words.thing
      : isEvent || words.thing.startsWith('a') || words.thing === 'somebody'
        ? name
        : `${words.thing} ${name}`;
  return {
    ...{
      who,
      kind,
      did: words.did.replace('somebody', personName ?? 'somebody'),
      thing,
      page: words.page?.(entry) ?? null,
      more: words.more?.(detail) ?? '',
    },
    eventName: isEvent ? null : eventName,
  };
}

/** What the thing is called: a message by its words or by when it leaves. */
function nameOf({ subjectName, messageKind, eventName }: AuditEntryDto): string | null {
  if (messageKind === null || subjectName === null) return subjectName ?? reminderName(messageKind ?? '');
  return readable(subjectName, { event_name: eventName ?? undefined });
}

/** Their own account: the name is who did it already. */
const isOneself = ({ actor, subjectType, subjectId }: AuditEntryDto): boolean =>
  subjectType === 'user' && actor.id === subjectId;
