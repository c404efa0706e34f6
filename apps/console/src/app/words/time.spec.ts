import { distanceWords, instantWords, zoneName } from './time';

describe('times in words', () => {
  it.each([
    ['2026-12-01T09:00:00Z', 'Africa/Accra', 'Tue 1 Dec, 09:00'],
    ['2027-01-01T00:30:00Z', 'America/New_York', 'Thu 31 Dec, 19:30'],
    ['2027-06-01T17:00:00Z', 'Europe/London', 'Tue 1 Jun 2027, 18:00'],
  ])('%s in %s is %s', (instant, zone, words) => {
    expect(instantWords(instant, zone, new Date('2026-11-22T00:00:00Z'))).toBe(words);
  });

  it.each([
    [14 * 3600, 'in 14 h'],
    [-40, '40 s ago'],
    [3 * 86_400, 'in 3 days'],
    [1, 'now'],
  ])('%i s away is "%s"', (seconds, words) => {
    const now = new Date('2026-11-22T00:00:00Z');
    expect(distanceWords(new Date(now.getTime() + seconds * 1000), now)).toBe(words);
  });

  it('names a zone by its city', () => {
    expect(zoneName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  });
});
