import { accountPolicy, decideAttempt, throttleAddress, type ThrottleState } from './throttle';

const at = (seconds: number) => new Date(Date.UTC(2027, 0, 1) + seconds * 1000);
const state = (failures: number, windowStartedAt: number, lockedUntil: number | null = null): ThrottleState => ({
  failures,
  windowStartedAt: at(windowStartedAt),
  lockedUntil: lockedUntil === null ? null : at(lockedUntil),
});

describe('a failed attempt leaves behind', () => {
  it.each([
    ['the very first one', null, 0, state(1, 0)],
    ['the ninth: still free', state(8, 0), 60, state(9, 0)],
    ['the tenth: 30 s', state(9, 0), 60, state(10, 0, 90)],
    ['the eleventh, after the pause: 60 s', state(10, 0, 90), 90, state(11, 0, 150)],
    ['the twelfth: 2 min', state(11, 0, 150), 200, state(12, 0, 320)],
    ['the fifteenth: 15 min and no more', state(14, 0, 400), 500, state(15, 0, 1400)],
    ['the hundredth: still 15 min', state(99, 0, 400), 500, state(100, 0, 1400)],
    ['a new window after 15 quiet minutes', state(9, 0), 900, state(1, 900)],
    ['no new window one second earlier', state(9, 0), 899, state(10, 0, 929)],
    ['a pause does not shorten the memory: 15 min count from its end', state(14, 0, 1000), 1899, state(15, 0, 2799)],
    ['after that everything is forgotten', state(14, 0, 1000), 1900, state(1, 1900)],
  ])('%s', (_name, before, now, next) => {
    expect(decideAttempt(before, at(now), accountPolicy)).toEqual({ kind: 'try', next });
  });
});

it.each([
  ['right after the pause began', 60, 30],
  ['in the middle', 75, 15],
  ['a fraction of a second before its end', 89.5, 1],
])('refuses during a pause: %s', (_name, now, retryAfterSeconds) => {
  expect(decideAttempt(state(10, 0, 90), at(now), accountPolicy)).toEqual({ kind: 'refuse', retryAfterSeconds });
});

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('counts %s as %s', (ip, expected) => {
  expect(throttleAddress(ip)).toBe(expected);
});
