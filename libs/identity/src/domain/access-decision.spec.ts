import type { Actor, OrganizationRole } from '../access/actor';
import { decideAccess, type OrganizationNeed } from './access-decision';

const person = (organizationRole: OrganizationRole): Actor => ({
  kind: 'user',
  id: 'u',
  userId: 'u',
  organizationId: 'o',
  organizationRole,
  scopes: null,
  roleCeiling: null,
  sessionId: 's',
  ip: null,
  requestId: null,
});
const key = (...scopes: string[]): Actor => ({
  ...person('member'),
  kind: 'api_key',
  id: 'k',
  scopes,
  roleCeiling: 'editor',
  sessionId: null,
});

it.each([
  ['admin', 'admin', true],
  ['admin', 'member', true],
  ['admin', 'reader', true],
  ['member', 'admin', false],
  ['member', 'member', true],
  ['member', 'reader', true],
  ['support', 'admin', false],
  ['support', 'member', false],
  ['support', 'reader', true],
] as const)('%s on a route for %s: %s', (role: OrganizationRole, need: OrganizationNeed, enter: boolean) => {
  expect(decideAccess({ kind: 'organization', need, apiKeyScope: null }, person(role)).enter).toBe(enter);
});

it.each([
  ['with the scope', key('guests:read', 'guests:write'), 'guests:write', true],
  ['with the reading scope on a writing route', key('guests:read'), 'guests:write', false],
  ['with no scope at all', key(), 'guests:write', false],
  ['on a route that is not for keys', key('guests:read', 'guests:write'), null, false],
] as const)('a key %s', (_name, actor, apiKeyScope, enter) => {
  expect(decideAccess({ kind: 'signed_in', apiKeyScope }, actor).enter).toBe(enter);
  expect(decideAccess({ kind: 'organization', need: 'admin', apiKeyScope }, actor).enter).toBe(enter);
});

it('names the scope a key lacks', () => {
  expect(decideAccess({ kind: 'signed_in', apiKeyScope: 'events:write' }, key('events:read'))).toEqual({
    enter: false,
    reason: expect.stringContaining('events:write'),
  });
});
