import { firstDayWithRoom, fitsDue, fitsPlanned, remainingOf } from './quota-fit';

describe('quota', () => {
  it.each([
    // limit, used, open, remaining
    [null, 50, 10, null],
    [100, 0, 0, 100],
    [100, 60, 30, 10],
    [100, 100, 0, 0],
    [50, 60, 30, 0], // lowered below what is used
    [0, 0, 0, 0],
  ])('limit %p with %i used and %i reserved leaves %p', (limit, used, open, left) => {
    expect(remainingOf({ limit, used, open })).toBe(left);
  });

  it.each([
    // what, limit, used, open, mine, wanted, fits
    ['no limit', null, 1000, 1000, 0, 1000, true],
    ['exactly what is left', 100, 40, 30, 0, 30, true],
    ['one too many', 100, 40, 30, 0, 31, false],
    ['its own reservation is not in its own way', 100, 40, 60, 60, 60, true],
    ['growing into what is left', 100, 40, 50, 30, 40, true],
    ['growing beyond it', 100, 40, 50, 30, 41, false],
    ['keeping what it holds after the limit was lowered', 50, 40, 60, 60, 60, true],
    ['holding less after the limit was lowered', 50, 40, 60, 60, 20, true],
    ['nothing at limit zero', 0, 0, 0, 0, 0, true],
    ['something at limit zero', 0, 0, 0, 0, 1, false],
  ])('planning: %s', (_what, limit, used, open, mine, wanted, fits) => {
    expect(fitsPlanned({ limit, used, open, mine }, wanted)).toBe(fits);
  });

  it.each([
    // what, limit, used, open, mine, wanted, running, fits
    ['no limit', null, 9, 9, 0, 9, 9, true],
    ['reserved and within the limit', 100, 0, 100, 40, 40, 60, true],
    ['never reserved, and there is room', 100, 10, 50, 0, 40, 50, true],
    ['never reserved, and others reserved the rest', 100, 10, 90, 0, 1, 0, false],
    ['grown, and there is room', 100, 0, 50, 10, 60, 40, true],
    ['grown into what others reserved', 100, 0, 100, 10, 11, 0, false],
    ['limit lowered, first of those who reserved', 70, 0, 100, 60, 60, 0, true],
    ['limit lowered, the others are leaving already', 70, 0, 100, 40, 40, 60, false],
    ['limit lowered below what has left', 50, 60, 10, 10, 10, 0, false],
    ['limit lowered, shrunk until it fits', 70, 50, 60, 60, 20, 0, true],
    ['nobody to send to, whatever the limit', 0, 60, 10, 10, 0, 0, true],
  ])('leaving: %s', (_what, limit, used, open, mine, wanted, running, fits) => {
    expect(fitsDue({ limit, used, open, mine }, wanted, running)).toBe(fits);
  });

  it.each([
    ['the same day', 100, 30, {}, '2026-11-30'],
    ['the next day with room', 100, 30, { '2026-11-30': 71, '2026-12-01': 100, '2026-12-02': 70 }, '2026-12-02'],
    ['never: larger than the limit', 100, 101, {}, null],
    ['never at limit zero', 0, 1, {}, null],
  ])('finds %s', (_what, limit, wanted, taken, day) => {
    expect(firstDayWithRoom(limit, wanted, '2026-11-30', new Map(Object.entries(taken)))).toBe(day);
  });
});
