import { estimateDeparture } from './departure-estimate';

const at = new Date('2026-12-01T09:00:00Z');

it.each([
  ['nobody', 0, null, null],
  ['no measurement: ten a second', 100, null, { seconds: 10, isMeasured: false }],
  ['measured at 50 a second', 100, { total: 500, tookMs: 10_000 }, { seconds: 2, isMeasured: true }],
  ['a measurement that says nothing', 100, { total: 500, tookMs: 0 }, { seconds: 10, isMeasured: false }],
])('%s', (_, recipients, measured, expected) => {
  const estimate = estimateDeparture(at, recipients, measured);
  const seen = estimate && {
    seconds: (estimate.lastAt.getTime() - estimate.firstAt.getTime()) / 1000,
    isMeasured: estimate.isMeasured,
  };
  expect(seen).toEqual(expected);
});
