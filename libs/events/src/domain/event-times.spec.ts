import { type EventTimes, compareTimes, timesAfterChange, timesOfNewEvent, type TypedTimes } from './event-times';

const now = new Date('2027-01-15T12:00:00Z');
const typed = (startsAtLocal: string, timeZone = 'Europe/London', more: Partial<TypedTimes> = {}): TypedTimes => ({
  startsAtLocal,
  timeZone,
  ...more,
});
const faultOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the start of a new event', () => {
  it.each([
    ['summer in London', typed('2027-06-01T18:00'), '2027-06-01T17:00:00.000Z'],
    ['winter in London', typed('2027-12-01T18:00'), '2027-12-01T18:00:00.000Z'],
    ['India, half an hour off', typed('2027-06-01T18:00', 'Asia/Kolkata'), '2027-06-01T12:30:00.000Z'],
    ['the minute before the gap', typed('2027-03-28T00:59'), '2027-03-28T00:59:00.000Z'],
    ['the first minute after the gap', typed('2027-03-28T02:00'), '2027-03-28T01:00:00.000Z'],
    [
      'a doubled time, the first one picked',
      typed('2027-10-31T01:30', 'Europe/London', { startsAtOffset: '+01:00' }),
      '2027-10-31T00:30:00.000Z',
    ],
    [
      'a doubled time, the second one picked',
      typed('2027-10-31T01:30', 'Europe/London', { startsAtOffset: '+00:00' }),
      '2027-10-31T01:30:00.000Z',
    ],
    [
      'New York, the second one picked',
      typed('2027-11-07T01:30', 'America/New_York', { startsAtOffset: '-05:00' }),
      '2027-11-07T06:30:00.000Z',
    ],
    [
      'an offset that says nothing new',
      typed('2027-06-01T18:00', 'Europe/London', { startsAtOffset: '+01:00' }),
      '2027-06-01T17:00:00.000Z',
    ],
    ['last year', typed('2026-02-01T18:00'), '2026-02-01T18:00:00.000Z'],
  ])('%s', (_name, input, instant) => {
    expect(timesOfNewEvent(input, now).startsAt.toISOString()).toBe(instant);
  });

  it.each([
    ['no such zone', typed('2027-06-01T18:00', 'Mars/Olympus'), 'INVALID_TIME_ZONE', 'timeZone'],
    ['an offset as a zone', typed('2027-06-01T18:00', '+01:00'), 'INVALID_TIME_ZONE', 'timeZone'],
    ['30 February', typed('2027-02-30T18:00'), 'INVALID_LOCAL_TIME', 'startsAtLocal'],
    ['25 o’clock', typed('2027-02-20T25:00'), 'INVALID_LOCAL_TIME', 'startsAtLocal'],
    ['seconds', typed('2027-02-20T18:00:00'), 'INVALID_LOCAL_TIME', 'startsAtLocal'],
    ['in the gap', typed('2027-03-28T01:30'), 'TIME_DOES_NOT_EXIST', 'startsAtLocal'],
    [
      'in the gap, whatever the offset',
      typed('2027-03-28T01:30', 'Europe/London', { startsAtOffset: '+01:00' }),
      'TIME_DOES_NOT_EXIST',
      'startsAtLocal',
    ],
    ['twice', typed('2027-10-31T01:30'), 'TIME_AMBIGUOUS', 'startsAtLocal'],
    [
      'twice, with an offset that is neither',
      typed('2027-10-31T01:30', 'Europe/London', { startsAtOffset: '+02:00' }),
      'TIME_AMBIGUOUS',
      'startsAtLocal',
    ],
    [
      'an offset that is wrong',
      typed('2027-06-01T18:00', 'Europe/London', { startsAtOffset: '+00:00' }),
      'WRONG_OFFSET',
      'startsAtOffset',
    ],
    ['two years ago', typed('2025-01-01T18:00'), 'TOO_LONG_AGO', 'startsAtLocal'],
    ['in twelve years', typed('2039-01-01T18:00'), 'TOO_FAR_AHEAD', 'startsAtLocal'],
    [
      'an end in the gap',
      typed('2027-03-27T22:00', 'Europe/London', { endsAtLocal: '2027-03-28T01:30' }),
      'TIME_DOES_NOT_EXIST',
      'endsAtLocal',
    ],
    [
      'an end that happens twice',
      typed('2027-10-30T22:00', 'Europe/London', { endsAtLocal: '2027-10-31T01:30' }),
      'TIME_AMBIGUOUS',
      'endsAtLocal',
    ],
    [
      'an end before the start',
      typed('2027-06-01T18:00', 'Europe/London', { endsAtLocal: '2027-06-01T17:00' }),
      'ENDS_BEFORE_START',
      'endsAtLocal',
    ],
    [
      'an end at the start',
      typed('2027-06-01T18:00', 'Europe/London', { endsAtLocal: '2027-06-01T18:00' }),
      'ENDS_BEFORE_START',
      'endsAtLocal',
    ],
  ])('is refused: %s', (_name, input, code, path) => {
    expect(faultOf(() => timesOfNewEvent(input, now))).toMatchObject({ details: { errors: [{ code, path }] } });
  });

  it('names both moments of a time that happens twice, with the offset that picks each', () => {
    expect(faultOf(() => timesOfNewEvent(typed('2027-11-07T01:30', 'America/New_York'), now))).toMatchObject({
      detail: expect.stringMatching(/startsAtOffset "-04:00".*"-05:00"/),
      details: {
        extra: {
          candidates: [
            { startsAt: '2027-11-07T05:30:00.000Z', offset: '-04:00', startsAtLocal: '2027-11-07T01:30' },
            { startsAt: '2027-11-07T06:30:00.000Z', offset: '-05:00', startsAtLocal: '2027-11-07T01:30' },
          ],
        },
      },
    });
  });

  it('names the moments around a time that does not exist', () => {
    expect(faultOf(() => timesOfNewEvent(typed('2027-03-28T01:30'), now))).toMatchObject({
      detail: expect.stringContaining('00:30 (+00:00) or 02:30 (+01:00)'),
    });
  });

  it('tells an end after a doubled hour from one before it by the clock, not by the digits', () => {
    const input = typed('2027-10-31T01:30', 'Europe/London', {
      startsAtOffset: '+01:00',
      endsAtLocal: '2027-10-31T01:15',
      endsAtOffset: '+00:00',
    });
    expect(timesOfNewEvent(input, now).endsAt?.toISOString()).toBe('2027-10-31T01:15:00.000Z');
  });
});

describe('a change', () => {
  const current: EventTimes = timesOfNewEvent(
    typed('2027-10-31T01:30', 'Europe/London', { startsAtOffset: '+00:00', endsAtLocal: '2027-10-31T05:00' }),
    now,
  );

  it.each([
    ['nothing sent', {}, { start: false, any: false }],
    [
      'everything sent as it is',
      { startsAtLocal: '2027-10-31T01:30', timeZone: 'Europe/London', endsAtLocal: '2027-10-31T05:00' },
      { start: false, any: false },
    ],
    ['the other of the two moments', { startsAtOffset: '+01:00' }, { start: true, any: true }],
    ['another time', { startsAtLocal: '2027-10-31T03:00' }, { start: true, any: true }],
    ['another zone', { timeZone: 'Africa/Accra' }, { start: true, any: true }],
    ['another end', { endsAtLocal: '2027-10-31T06:00' }, { start: false, any: true }],
    ['no end any more', { endsAtLocal: null }, { start: false, any: true }],
  ])('%s', (_name, change, expected) => {
    expect(compareTimes(current, timesAfterChange(current, change, now))).toEqual(expected);
  });

  it('keeps the wall time when only the zone changes', () => {
    expect(timesAfterChange(current, { timeZone: 'Africa/Accra' }, now)).toMatchObject({
      startsAtLocal: '2027-10-31T01:30',
      startsAt: new Date('2027-10-31T01:30:00Z'),
      endsAt: new Date('2027-10-31T05:00:00Z'),
    });
  });

  it('asks again when the new zone has the time twice', () => {
    const summer = timesOfNewEvent(typed('2027-10-31T01:30', 'Africa/Accra'), now);
    expect(faultOf(() => timesAfterChange(summer, { timeZone: 'Europe/London' }, now))).toMatchObject({
      code: 'TIME_AMBIGUOUS',
    });
  });

  it('refuses a start after the end that stays', () => {
    expect(faultOf(() => timesAfterChange(current, { startsAtLocal: '2027-10-31T05:00' }, now))).toMatchObject({
      details: { errors: [{ code: 'ENDS_BEFORE_START' }] },
    });
  });

  it('lets an old event be renamed: its date is not looked at again', () => {
    expect(timesAfterChange(current, {}, new Date('2035-01-01T00:00:00Z'))).toEqual(current);
  });
});
