import { laterQuotaDay, quotaDayOf, startOfQuotaDay } from './quota-day';

describe('the day of the quota', () => {
  it.each([
    ['2026-11-22T00:00:00.000Z', '2026-11-22'],
    ['2026-11-22T23:59:59.999Z', '2026-11-22'],
    ['2026-11-22T23:30:00-05:00', '2026-11-23'],
  ])('of %s is %s', (at, day) => {
    expect(quotaDayOf(new Date(at))).toBe(day);
  });

  it.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 2, '2027-01-02'],
    ['2026-03-29', 0, '2026-03-29'],
  ])('%s and %i days is %s', (day, days, later) => {
    expect(laterQuotaDay(day, days)).toBe(later);
    expect(startOfQuotaDay(later).toISOString()).toBe(`${later}T00:00:00.000Z`);
  });
});
