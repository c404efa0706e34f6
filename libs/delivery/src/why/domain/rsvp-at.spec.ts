import { rsvpAt } from './rsvp-at';

const day = (n: number): Date => new Date(Date.UTC(2026, 10, n));
// pending until the 3rd, then attending, declined since the 8th
const changes = [
  { was: 'attending', changedAt: day(8) },
  { was: 'pending', changedAt: day(3) },
];

it.each([
  ['after the last change', 9, true, 'declined'],
  ['at the very moment of a change', 8, true, 'declined'],
  ['between two changes', 5, true, 'attending'],
  ['before the first change', 1, true, 'pending'],
  ['before the first change that was kept', 1, false, null],
  ['between two changes, when older ones were left out', 5, false, 'attending'],
])('%s', (_, at, isComplete, status) => {
  expect(rsvpAt(day(at), 'declined', changes, isComplete)).toBe(status);
});
