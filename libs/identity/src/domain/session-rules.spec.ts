import { decideRefresh, refreshTokenEnd, type RefreshTokenFacts, sessionEnd } from './session-rules';

const now = new Date('2027-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const fresh: RefreshTokenFacts = {
  usedAt: null,
  expiresAt: ago(-3600),
  familyExpiresAt: ago(-7200),
  sessionRevokedAt: null,
};

it.each([
  ['a token nobody gave out', null, 'refuse'],
  ['a fresh one', fresh, 'rotate'],
  ['one used ten seconds ago: the answer got lost', { ...fresh, usedAt: ago(10) }, 'rotate'],
  ['one used eleven seconds ago: somebody else has it', { ...fresh, usedAt: ago(11) }, 'revoke'],
  ['one used long ago and expired since', { ...fresh, usedAt: ago(999_999), expiresAt: ago(1) }, 'revoke'],
  ['an expired one', { ...fresh, expiresAt: now }, 'refuse'],
  ['one whose session is over its thirty days', { ...fresh, familyExpiresAt: now }, 'refuse'],
  ['one of an ended session', { ...fresh, sessionRevokedAt: ago(1) }, 'refuse'],
  ['a used one of an ended session', { ...fresh, usedAt: ago(60), sessionRevokedAt: ago(1) }, 'refuse'],
])('%s', (_name, token, decision) => {
  expect(decideRefresh(token, now)).toBe(decision);
});

it('ends a refresh token after a week', () => {
  expect(refreshTokenEnd(now, sessionEnd(now))).toEqual(new Date('2027-03-08T12:00:00Z'));
});

it('never lets a refresh token outlive its session', () => {
  expect(sessionEnd(now)).toEqual(new Date('2027-03-31T12:00:00Z'));
  expect(refreshTokenEnd(new Date('2027-03-30T12:00:00Z'), sessionEnd(now))).toEqual(new Date('2027-03-31T12:00:00Z'));
});
