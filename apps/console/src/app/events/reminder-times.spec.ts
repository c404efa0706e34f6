import { reminderTimes } from './reminder-times';

describe('reminderTimes', () => {
  it('keeps the wall time over a clock change', () => {
    const plan = reminderTimes('2026-10-28T18:00', 'Europe/London', new Date('2026-10-20T00:00:00Z'));
    expect(plan.map(({ at }) => at)).toEqual([
      '2026-10-21T17:00:00Z',
      '2026-10-25T18:00:00Z',
      '2026-10-27T18:00:00Z',
      '2026-10-28T09:00:00Z',
    ]);
  });

  it('goes two hours ahead of an early start and says what has passed', () => {
    const plan = reminderTimes('2026-12-05T08:30', 'Africa/Accra', new Date('2026-12-03T00:00:00Z'));
    expect(plan.map(({ isPast }) => isPast)).toEqual([true, true, false, false]);
    expect(plan[3]?.at).toBe('2026-12-05T06:30:00Z');
  });
});
