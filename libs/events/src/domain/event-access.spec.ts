import {
  type EventAccessFacts,
  type EventAccessRole,
  eventRoleOf,
  mayEnter,
  type NeededEventRole,
} from './event-access';

it.each([
  // role, needed, without support, where support may read
  ['viewer', 'viewer', 'enter', 'enter'],
  ['viewer', 'editor', 'forbidden', 'forbidden'],
  ['viewer', 'owner', 'forbidden', 'forbidden'],
  ['editor', 'viewer', 'enter', 'enter'],
  ['editor', 'editor', 'enter', 'enter'],
  ['editor', 'owner', 'forbidden', 'forbidden'],
  ['owner', 'viewer', 'enter', 'enter'],
  ['owner', 'editor', 'enter', 'enter'],
  ['owner', 'owner', 'enter', 'enter'],
  ['support', 'viewer', 'not_found', 'enter'],
  ['support', 'editor', 'not_found', 'enter'],
  [null, 'viewer', 'not_found', 'not_found'],
  [null, 'owner', 'not_found', 'not_found'],
] as const)(
  '%s on a route for %s: %s, and %s where support reads',
  (role: EventAccessRole | null, needed: NeededEventRole, closed, open) => {
    expect(mayEnter(role, needed)).toBe(closed);
    expect(mayEnter(role, needed, true)).toBe(open);
  },
);

const person: EventAccessFacts = {
  actorKind: 'user',
  organizationRole: 'member',
  roleCeiling: null,
  isOwnOrganization: true,
  collaboratorRole: null,
};
const key: EventAccessFacts = { ...person, actorKind: 'api_key', roleCeiling: 'editor' };

it.each([
  ['a collaborator', { ...person, collaboratorRole: 'editor' }, 'editor'],
  [
    'a collaborator from another organization',
    { ...person, isOwnOrganization: false, collaboratorRole: 'viewer' },
    'viewer',
  ],
  ['a member without a row', person, null],
  ['an admin without a row', { ...person, organizationRole: 'admin' }, null],
  ['support of the organization', { ...person, organizationRole: 'support' }, 'support'],
  ['support of another organization', { ...person, organizationRole: 'support', isOwnOrganization: false }, null],
  [
    'support who is also a collaborator',
    { ...person, organizationRole: 'support', collaboratorRole: 'viewer' },
    'viewer',
  ],
  ['a key of the organization', key, 'editor'],
  ['a key of another organization', { ...key, isOwnOrganization: false }, null],
  ['a key, although its maker is an owner', { ...key, roleCeiling: 'viewer', collaboratorRole: 'owner' }, 'viewer'],
] as const)('%s', (_name, facts, role) => {
  expect(eventRoleOf(facts)).toBe(role);
});
