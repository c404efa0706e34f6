import { startsAtLocal } from './seed';

describe('startsAtLocal', () => {
  it.each([
    ['2026-11-21T23:10:00Z', '2026-12-01T18:30'],
    ['2026-12-25T00:00:00Z', '2027-01-04T18:30'],
    ['2028-02-20T12:00:00Z', '2028-03-01T18:30'],
  ])('is ten days after %s, so that all four reminders are still ahead', (now, expected) => {
    expect(startsAtLocal(new Date(now))).toBe(expected);
  });
});
