import { decideNewMember, decideRegistration } from './registration';

it.each([
  ['open', false, true],
  ['open', true, true],
  ['invite', false, true],
  ['invite', true, false],
  ['closed', false, false],
  ['closed', true, false],
] as const)('registration %s, somebody exists: %s -> allowed: %s', (mode, anybodyExists, allowed) => {
  expect(decideRegistration(mode, anybodyExists).allowed).toBe(allowed);
});

it('says what to do instead', () => {
  expect(decideRegistration('invite', true)).toMatchObject({ reason: expect.stringContaining('Ask an admin') });
});

it.each([
  ['open', true],
  ['invite', true],
  ['closed', false],
] as const)('an invitation makes an account when registration is %s: %s', (mode, allowed) => {
  expect(decideNewMember(mode).allowed).toBe(allowed);
});
