import { API_KEY_SCOPES, DEFAULT_SCOPES, scopesAboveCeiling } from './api-key-scopes';

it('lets a key made without scopes change nothing', () => {
  expect(DEFAULT_SCOPES.length).toBeGreaterThan(3);
  expect(DEFAULT_SCOPES.filter((scope) => scope.endsWith(':write'))).toEqual([]);
});

it('has no scope for sign-in, members, collaborators or keys', () => {
  expect(API_KEY_SCOPES.filter((scope) => /auth|member|collaborator|key|organization/.test(scope))).toEqual([]);
});

it.each([
  ['viewer', ['guests:read', 'guests:write', 'inbound:write'], ['guests:write', 'inbound:write']],
  ['viewer', ['guests:read'], []],
  ['editor', ['guests:read', 'guests:write'], []],
  ['owner', ['events:write'], []],
] as const)('a %s key with %j must give up %j', (ceiling, scopes, refused) => {
  expect(scopesAboveCeiling(scopes, ceiling)).toEqual(refused);
});
