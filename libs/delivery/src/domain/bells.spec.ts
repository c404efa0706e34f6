import { bellsFor } from './bells';

it.each([
  [0, 1, true],
  [200, 1, true],
  [201, 1, false],
  [1000, 1, false],
  [1001, 2, false],
  [100_000, 4, false],
])('%i pending rows ring %i times, urgent: %s', (pending, count, isUrgent) => {
  expect(bellsFor(pending)).toEqual({ count, isUrgent });
});
