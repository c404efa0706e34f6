import { acceptUrl, invitationEnd, leavesNoAdmin } from './invitation-rules';

it.each([
  ['the only admin leaves', 'admin', null, 1, true],
  ['the only admin becomes a member', 'admin', 'member', 1, true],
  ['the only admin stays one', 'admin', 'admin', 1, false],
  ['one of two admins leaves', 'admin', null, 2, false],
  ['a member leaves', 'member', null, 1, false],
])('%s', (_name, current, next, adminCount, expected) => {
  expect(leavesNoAdmin(current, next, adminCount)).toBe(expected);
});

it('ends an invitation after a week', () => {
  expect(invitationEnd(new Date('2027-03-01T12:00:00Z'))).toEqual(new Date('2027-03-08T12:00:00Z'));
});

it('keeps the token out of what a browser sends', () => {
  const url = new URL(acceptUrl('https://beckon.example', 'abc'));
  expect(url.pathname + url.search).toBe('/accept-invitation');
  expect(url.hash).toBe('#token=abc');
});
