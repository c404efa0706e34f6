import { type KnownMessage, reminderMoves } from './reminder-moves';

const now = new Date('2026-12-01T00:00:00Z');
const saved = { startsAtLocal: '2026-12-12T14:00:00', timeZone: 'Africa/Accra' };
const next = { startsAtLocal: '2026-12-20T14:00', timeZone: 'Africa/Accra' };

describe('what moving an event does to its reminders', () => {
  it.each<[string, KnownMessage[], string]>([
    ['one that was never planned', [], 'Sun 13 Dec, 14:00'],
    ['a planned one moves', [reminder('scheduled', '2026-12-05T14:00:00.000Z')], 'Sun 13 Dec, 14:00'],
    [
      'one with a time of its own stays',
      [reminder('scheduled', '2026-12-05T08:00:00.000Z')],
      'keeps the time it was given, Sat 5 Dec, 08:00',
    ],
    ['one that a person cancelled stays so', [reminder('cancelled', '2026-12-05T14:00:00.000Z')], 'stays cancelled'],
    [
      'one whose time had passed comes back',
      [reminder('cancelled', '2026-11-25T14:00:00.000Z', 'past')],
      'Sun 13 Dec, 14:00',
    ],
    ['one that has left stays', [reminder('sent', '2026-11-25T14:00:00.000Z')], 'already sent, stays as it is'],
  ])('%s', (_name, messages, words) => {
    expect(reminderMoves(next, saved, messages, now)[0]?.words).toBe(words);
  });

  it('says what is too late, and plans all for a new event', () => {
    const soon = { ...next, startsAtLocal: '2026-12-05T14:00' };
    expect(reminderMoves(soon, null, [], now).map(({ words }) => words)).toEqual([
      'its time has passed, not sent',
      'Wed 2 Dec, 14:00',
      'Fri 4 Dec, 14:00',
      'Sat 5 Dec, 09:00',
    ]);
  });
});

function reminder(status: string, sendAt: string, statusReason: string | null = null): KnownMessage {
  return { kind: 'reminder_7d', status, sendAt, statusReason };
}
