import { auditReader, type AskingActor, isMasked, mayRead } from './audit-reader';

const person: AskingActor = { kind: 'user', organizationId: 'o', organizationRole: 'member', roleCeiling: null };
const works = [
  { eventId: 'owned', role: 'owner' },
  { eventId: 'edited', role: 'editor' },
  { eventId: 'viewed', role: 'viewer' },
] as const;

it.each<[string, Partial<AskingActor>, string]>([
  ['member', {}, 'owned: yes, edited: yes, viewed: forbidden, other: not_found'],
  ['support', { organizationRole: 'support' }, 'owned: yes, edited: yes, viewed: yes, other: yes masked'],
  ['admin', { organizationRole: 'admin' }, 'owned: yes, edited: yes, viewed: yes, other: yes masked'],
  ['key of an editor', { kind: 'api_key', roleCeiling: 'editor' }, 'owned: yes, edited: yes, viewed: yes, other: yes'],
  ['key of a viewer', { kind: 'api_key', roleCeiling: 'viewer' }, 'nothing'],
])('%s', (_, over, expected) => {
  const reader = auditReader({ ...person, ...over }, works);
  const seen = ['owned', 'edited', 'viewed', 'other'].map((eventId) => {
    const may = reader === null ? 'no' : mayRead(reader, eventId);
    return `${eventId}: ${may}${may === 'yes' && isMasked(reader!, eventId) ? ' masked' : ''}`;
  });
  expect(reader === null ? 'nothing' : seen.join(', ')).toBe(expected);
});
