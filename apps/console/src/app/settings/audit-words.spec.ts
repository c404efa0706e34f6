import document from '../../../../../openapi.json';
import type { AuditEntryDto } from '../api/generated/models';
import { ACT_WORDS, actSentence } from './audit-words';

const ama: AuditEntryDto['actor'] = { kind: 'user', id: 'u1', name: 'Ama Mensah' };
const entry = (over: Partial<AuditEntryDto>): AuditEntryDto => ({
  ...{ id: '1', actor: ama, action: 'template.changed', subjectType: 'template', subjectId: 's1', subjectName: null },
  ...{ messageKind: null, personName: null },
  ...{ eventId: null, eventName: null, detail: {}, ip: null, requestId: null, at: '2027-06-01T12:00:00Z' },
  ...over,
});
const read = (over: Partial<AuditEntryDto>): string => {
  const { who, did, thing, more, eventName } = actSentence(entry(over));
  return [who, did, thing, more && `(${more})`, eventName && `in ${eventName}`].filter(Boolean).join(' ');
};
const event = { eventId: 'e1', eventName: 'Harbour evening' };

it('has words for every act of the API, and no others', () => {
  expect(Object.keys(ACT_WORDS).sort()).toEqual([...document.components.schemas.AuditAction.enum].sort());
});

it.each(Object.keys(ACT_WORDS))('%s: a sentence without a code, whatever is known of it', (action) => {
  const sentence = read({ action: action as AuditEntryDto['action'], subjectType: action.split('.')[0] });
  expect(sentence).toMatch(/^Ama Mensah [a-z]/);
  expect(sentence).not.toMatch(/[_]|undefined|null|NaN|\[object/);
});

it.each<[string, Partial<AuditEntryDto>, string | null]>([
  ['Ama Mensah changed the template Doors', { subjectName: 'Doors' }, '/templates'],
  ['Ama Mensah changed the template', {}, '/templates'],
  [
    'Ama Mensah moved Harbour evening (starts at local, venue)',
    { action: 'event.moved', subjectType: 'event', ...event, detail: { fields: ['startsAtLocal', 'venue'] } },
    '/events/e1',
  ],
  ['Ama Mensah cancelled an event', { action: 'event.cancelled', subjectType: 'event' }, null],
  [
    'Ama Mensah sent a message (at once) in Harbour evening',
    { action: 'message.sent_now', subjectType: 'message', ...event },
    '/events/e1/messages/s1',
  ],
  ['Ama Mensah sent a message (at once)', { action: 'message.sent_now', subjectType: 'message' }, null],
  [
    'Beckon paused a message (to protect the sender: 9 of 40 failed) in Harbour evening',
    {
      ...{
        action: 'message.paused',
        subjectType: 'message',
        ...event,
        detail: { reason: 'protect', failed: 9, of: 40 },
      },
      actor: { kind: 'system', id: null, name: null },
    },
    '/events/e1/messages/s1',
  ],
  [
    'Ama Mensah sent Doors of Harbour evening open at six, [first name] (at once) in Harbour evening',
    {
      ...{ action: 'message.sent_now', subjectType: 'message', messageKind: 'broadcast', ...event },
      subjectName: 'Doors of {{event_name}} open at six, {{guest_first_name}}',
    },
    '/events/e1/messages/s1',
  ],
  [
    'Ama Mensah cancelled 7 days before in Harbour evening',
    { action: 'message.cancelled', subjectType: 'message', messageKind: 'reminder_7d', ...event },
    '/events/e1/messages/s1',
  ],
  [
    'Ama Mensah added Yaw Osei to Harbour evening (as viewer)',
    {
      ...{ action: 'collaborator.added', subjectType: 'event', personName: 'Yaw Osei', ...event },
      detail: { role: 'viewer', userId: 'u2' },
    },
    '/events/e1/collaborators',
  ],
  [
    'Ama Mensah changed the role of Kofi Owusu (from member to admin)',
    {
      action: 'member.role_changed',
      subjectType: 'user',
      subjectName: 'Kofi Owusu',
      detail: { from: 'member', to: 'admin' },
    },
    '/settings/members',
  ],
  [
    'Ama Mensah joined the organization (as member)',
    {
      action: 'member.joined',
      subjectType: 'user',
      subjectId: 'u1',
      subjectName: 'Ama Mensah',
      detail: { role: 'member' },
    },
    '/settings/members',
  ],
  [
    'Ama Mensah signed in',
    { action: 'session.started', subjectType: 'user', subjectId: 'u1', subjectName: 'Ama Mensah' },
    null,
  ],
  [
    'A guest answered the invitation of Esi (attending) in Harbour evening',
    {
      action: 'guest.answered',
      subjectType: 'guest',
      subjectName: 'Esi',
      ...event,
      detail: { response: 'attending' },
      actor: { kind: 'guest', id: 's1', name: null },
    },
    '/events/e1/guests/s1',
  ],
  [
    'resend suppressed an address (for e-mail, it bounced)',
    {
      action: 'suppression.created',
      subjectType: 'suppression',
      detail: { channel: 'email', reason: 'bounce' },
      actor: { kind: 'provider', id: null, name: 'resend' },
    },
    '/settings/suppressions',
  ],
  [
    'Ama Mensah imported guests to Harbour evening (12 added, 1 refused)',
    {
      action: 'guests.imported',
      subjectType: 'event',
      ...event,
      detail: { outcome: 'complete', created: 12, updated: 0, skipped: 0, errorCount: 1 },
    },
    '/events/e1/guests',
  ],
  [
    'Ama Mensah set the daily limits (SMS: 500, E-mail: no limit)',
    { action: 'quota.changed', subjectType: 'organization', detail: { sms: 500, email: null } },
    null,
  ],
  ['Ama Mensah guests made seats', { action: 'guests.made_seats' as 'guest.created', subjectType: 'seat' }, null],
])('%s', (sentence, over, page) => {
  expect(read(over)).toBe(sentence);
  expect(actSentence(entry(over)).page).toBe(page);
});
