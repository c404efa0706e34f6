import { resolveDerived, resolveTyped, shiftDays } from '@beckon/core';
import {
  decideReminderMove,
  type ExistingReminder,
  planReminders,
  REMINDER_KINDS,
  reminderAudiences,
  reminderExpiry,
} from './reminder-rules';
import { reminderTexts } from './reminder-texts';

const wall = { resolveDerived, shiftDays };

function instants(startsAtLocal: string, timeZone: string): string[] {
  const start = resolveTyped(startsAtLocal, timeZone);
  if (start.kind !== 'unique') throw new Error(`${startsAtLocal} is not one instant in ${timeZone}`);
  return planReminders({ startsAtLocal, timeZone, startsAt: start.instant }, wall).map(
    ({ sendAt }) => sendAt.toISOString().slice(0, 16) + 'Z',
  );
}

describe('when reminders leave', () => {
  it.each<[string, string, string, [string, string, string, string]]>([
    [
      'an ordinary evening',
      '2027-06-15T18:00',
      'Europe/London',
      ['2027-06-08T17:00Z', '2027-06-12T17:00Z', '2027-06-14T17:00Z', '2027-06-15T08:00Z'],
    ],
    [
      'starts at 11:00: nine is early enough',
      '2027-06-15T11:00',
      'UTC',
      ['2027-06-08T11:00Z', '2027-06-12T11:00Z', '2027-06-14T11:00Z', '2027-06-15T09:00Z'],
    ],
    [
      'starts before 11:00: two hours before',
      '2027-06-15T10:00',
      'UTC',
      ['2027-06-08T10:00Z', '2027-06-12T10:00Z', '2027-06-14T10:00Z', '2027-06-15T08:00Z'],
    ],
    [
      'starts after midnight: the evening before',
      '2027-06-15T00:30',
      'UTC',
      ['2027-06-08T00:30Z', '2027-06-12T00:30Z', '2027-06-14T00:30Z', '2027-06-14T22:30Z'],
    ],
    // clocks go forward on 28 March 2027: the wall time stays, the instant moves by an hour
    [
      'across the spring change',
      '2027-03-30T18:00',
      'Europe/London',
      ['2027-03-23T18:00Z', '2027-03-27T18:00Z', '2027-03-29T17:00Z', '2027-03-30T08:00Z'],
    ],
    [
      'across the autumn change',
      '2027-11-02T18:00',
      'Europe/London',
      ['2027-10-26T17:00Z', '2027-10-30T17:00Z', '2027-11-01T18:00Z', '2027-11-02T09:00Z'],
    ],
    // 01:30 on 28 March does not exist in London: an hour later by the clock
    [
      'a reminder inside the gap',
      '2027-03-29T01:30',
      'Europe/London',
      ['2027-03-22T01:30Z', '2027-03-26T01:30Z', '2027-03-28T01:30Z', '2027-03-28T22:30Z'],
    ],
    // 01:30 on 31 October comes twice: the first of the two
    [
      'a reminder inside the overlap',
      '2027-11-01T01:30',
      'Europe/London',
      ['2027-10-25T00:30Z', '2027-10-29T00:30Z', '2027-10-31T00:30Z', '2027-10-31T23:30Z'],
    ],
    [
      'New York, spring',
      '2027-03-21T18:00',
      'America/New_York',
      ['2027-03-14T22:00Z', '2027-03-18T22:00Z', '2027-03-20T22:00Z', '2027-03-21T13:00Z'],
    ],
    [
      'a zone with half an hour of summer time',
      '2027-10-05T18:00',
      'Australia/Lord_Howe',
      ['2027-09-28T07:30Z', '2027-10-02T07:30Z', '2027-10-04T07:00Z', '2027-10-04T22:00Z'],
    ],
    [
      'across the new year and a leap day',
      '2028-03-01T18:00',
      'UTC',
      ['2028-02-23T18:00Z', '2028-02-27T18:00Z', '2028-02-29T18:00Z', '2028-03-01T09:00Z'],
    ],
  ])('%s (%s in %s)', (_name, startsAtLocal, timeZone, expected) => {
    expect(instants(startsAtLocal, timeZone)).toEqual(expected);
  });

  it('leave in the order of their kinds, each before the start, in every zone on every day of a year', () => {
    for (const timeZone of [
      'Europe/London',
      'America/New_York',
      'America/Santiago',
      'Pacific/Apia',
      'Asia/Kathmandu',
    ]) {
      for (let day = 0; day < 366; day++) {
        const startsAtLocal = shiftDays('2027-01-01T02:30', day);
        const startsAt = resolveDerived(startsAtLocal, timeZone);
        const times = planReminders({ startsAtLocal, timeZone, startsAt }, wall).map(({ sendAt }) => sendAt.getTime());
        expect([...times].sort((a, b) => a - b)).toEqual(times);
        expect(times.at(-1)).toBeLessThanOrEqual(startsAt.getTime() - 2 * 3_600_000);
      }
    }
  });
});

describe('when a reminder is no longer worth sending', () => {
  const at = (day: number): Date => new Date(Date.UTC(2027, 5, day, 18));
  it.each<[string, number, number[], number, number]>([
    ['the next one is the limit', 8, [8, 12, 14, 15], 16, 12],
    ['one that is not planned is skipped over', 8, [8, 14], 16, 14],
    ['the last one until the start', 15, [8, 12, 14, 15], 16, 16],
    ['one moved by hand behind the start does not extend it', 15, [15, 20], 16, 16],
    ['only one', 12, [12], 16, 16],
  ])('%s', (_name, day, planned, start, expected) => {
    expect(reminderExpiry(at(day), planned.map(at), at(start))).toEqual(at(expected));
  });
});

describe('what a move of the event does to a reminder', () => {
  const row = (over: Partial<ExistingReminder>): ExistingReminder => ({
    status: 'scheduled',
    cancelledBy: null,
    editedByHand: false,
    ...over,
  });
  it.each<[string, ExistingReminder | null, string, string]>([
    ['none yet', null, 'create', 'leave'],
    ['planned', row({}), 'plan', 'skip_past'],
    ['planned at a time of its own', row({ editedByHand: true }), 'leave', 'leave'],
    ['cancelled by the system', row({ status: 'cancelled', cancelledBy: 'system' }), 'revive', 'leave'],
    ['cancelled by a person', row({ status: 'cancelled', cancelledBy: 'person' }), 'leave', 'leave'],
    ['sending', row({ status: 'sending' }), 'leave', 'leave'],
    ['sent', row({ status: 'sent' }), 'leave', 'leave'],
    ['failed', row({ status: 'failed' }), 'leave', 'leave'],
    ['a draft again', row({ status: 'draft' }), 'leave', 'leave'],
  ])('%s', (_name, existing, ahead, past) => {
    expect([decideReminderMove(existing, true), decideReminderMove(existing, false)]).toEqual([ahead, past]);
  });
});

describe('the shipped reminders', () => {
  it('go to those they are meant for', () => {
    expect(REMINDER_KINDS.map((kind) => reminderAudiences[kind])).toEqual([
      'attending',
      'pending',
      'attending',
      'attending',
    ]);
  });

  it('let the last call be answered', () => {
    expect(reminderTexts.reminder_3d.body).toContain('{{rsvp_link}}');
  });
});
