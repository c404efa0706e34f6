import { isLocalTime, isTimeZone, resolveDerived, resolveTyped, shiftDays, wallTimeOf } from './local-time';

describe('isTimeZone', () => {
  it.each(['Europe/London', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])('knows %s', (zone) =>
    expect(isTimeZone(zone)).toBe(true),
  );
  it.each(['', 'Mars/Olympus', '+01:00', 'Europe/London; drop table', 'Z', '1/2'])('refuses %p', (zone) =>
    expect(isTimeZone(zone)).toBe(false),
  );
});

describe('isLocalTime', () => {
  it.each(['2027-06-01T18:00', '2028-02-29T00:00'])('accepts %s', (value) => expect(isLocalTime(value)).toBe(true));
  it.each(['2027-06-01', '2027-02-29T10:00', '2027-06-01T24:00', '2027-06-01T18:00Z', '2027-13-01T10:00', 'soon'])(
    'refuses %p',
    (value) => expect(isLocalTime(value)).toBe(false),
  );
});

describe('resolveTyped', () => {
  it.each([
    ['an ordinary time', '2027-06-01T18:00', 'Europe/London', 'unique', ['2027-06-01T17:00:00.000Z']],
    [
      'a time the clocks jump over',
      '2027-03-14T02:30',
      'America/New_York',
      'gap',
      ['2027-03-14T06:30:00.000Z', '2027-03-14T07:30:00.000Z'],
    ],
    [
      'a time that comes twice',
      '2026-11-01T01:30',
      'America/New_York',
      'overlap',
      ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
    ],
    [
      'a half-hour change',
      '2027-04-04T01:45',
      'Australia/Lord_Howe',
      'overlap',
      ['2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z'],
    ],
    [
      'a day that never was',
      '2011-12-30T10:00',
      'Pacific/Apia',
      'gap',
      ['2011-12-29T20:00:00.000Z', '2011-12-30T20:00:00.000Z'],
    ],
  ])('%s', (_what, local, zone, kind, instants) => {
    const result = resolveTyped(local, zone);
    expect(result.kind).toBe(kind);
    const found = result.kind === 'unique' ? [result.instant] : result.candidates.map((candidate) => candidate.instant);
    expect(found.map((instant) => instant.toISOString())).toEqual(instants);
  });
});

describe('resolveDerived', () => {
  it.each([
    ['shifts out of a gap', '2027-03-14T02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
    ['takes the earlier of two', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['knows midnight gaps', '2026-04-24T00:00', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ])('%s', (_what, local, zone, instant) => {
    expect(resolveDerived(local, zone).toISOString()).toBe(instant);
  });
});

describe('shiftDays', () => {
  it('counts calendar days, not hours, over a clock change', () => {
    expect(shiftDays('2026-03-10T18:00', -3)).toBe('2026-03-07T18:00');
    expect(resolveDerived(shiftDays('2026-03-10T18:00', -3), 'America/New_York').toISOString()).toBe(
      '2026-03-07T23:00:00.000Z',
    );
  });

  it('can change the time of day, over a month and a leap day', () => {
    expect(shiftDays('2028-03-01T18:30', -1, '09:00')).toBe('2028-02-29T09:00');
  });
});

it('wallTimeOf shows the clock on the wall', () => {
  expect(wallTimeOf(new Date('2027-06-01T17:00:30Z'), 'Europe/London')).toBe('2027-06-01T18:00');
});
