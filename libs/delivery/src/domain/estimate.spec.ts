import { estimateDone } from './estimate';

const now = new Date('2027-06-01T12:00:00Z');

it.each([
  ['half a minute of work', 300, 10, '2027-06-01T12:00:30.000Z'],
  ['nothing left', 0, 10, undefined],
  ['nothing moves', 300, 0, undefined],
])('%s', (_what, open, rate, at) => {
  expect(estimateDone(open, rate, now)?.toISOString()).toBe(at);
});
