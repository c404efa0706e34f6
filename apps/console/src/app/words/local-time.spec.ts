import { offsetOf, readLocal } from './local-time';

describe('readLocal', () => {
  it('gives one reading on an ordinary day', () => {
    expect(readLocal('2026-12-01T09:00', 'Africa/Accra')?.readings).toEqual([
      { instant: '2026-12-01T09:00:00.000Z', offset: '+00:00' },
    ]);
  });

  it('gives both readings when the clock goes back', () => {
    expect(readLocal('2026-10-25T01:30', 'Europe/London')?.readings.map(({ offset }) => offset)).toEqual([
      '+01:00',
      '+00:00',
    ]);
  });

  it('gives none, and the times around, when the clock skips it', () => {
    expect(readLocal('2026-03-29T01:30', 'Europe/London')).toEqual({
      readings: [],
      around: ['2026-03-29T00:30', '2026-03-29T02:30'],
    });
  });

  it('says nothing about what is no time', () => {
    expect(readLocal('soon', 'Europe/London')).toBeNull();
    expect(readLocal('2026-03-29T01:30', 'Mars/Olympus')).toBeNull();
  });
});

describe('offsetOf', () => {
  it.each([
    ['2026-10-25T01:30', '2026-10-25T00:30:00.000Z', '+01:00'],
    ['2026-10-25T01:30:00', '2026-10-25T01:30:00.000Z', '+00:00'],
    ['2026-10-25T03:30', '2026-10-25T03:30:00.000Z', null],
  ])('%s that is %s was chosen as %s', (local, instant, offset) => {
    expect(offsetOf(local, 'Europe/London', instant)).toBe(offset);
  });
});
