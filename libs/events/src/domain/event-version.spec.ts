import { isStale } from './event-version';

it.each([
  ['none sent', undefined, 7, false],
  ['the current one', 7, 7, false],
  ['an older one', 6, 7, true],
  ['one that does not exist yet', 8, 7, true],
])('%s', (_name, sent, current, expected) => {
  expect(isStale(sent, current)).toBe(expected);
});
