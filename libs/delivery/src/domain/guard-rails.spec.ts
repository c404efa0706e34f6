import { CANARY_SIZE, canarySizeOf, toleratedOf, WATCHED_OUTCOMES } from './guard-rails';

describe('guard rails', () => {
  it.each([
    [0, 0],
    [200, 0],
    [1000, 0],
    [1001, 50],
    [1_000_000, 50],
  ])('a message to %i sends the first %i alone', (pending, first) => {
    expect(canarySizeOf(pending)).toBe(first);
  });

  it('let one in ten fail', () => {
    expect([toleratedOf(CANARY_SIZE), toleratedOf(WATCHED_OUTCOMES)]).toEqual([5, 20]);
  });
});
