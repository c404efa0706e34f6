import { batchOf } from './batch';

describe('batchOf', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [12, 8],
    [16, 16],
    [29, 16],
    [200, 128],
  ])('of room for %i takes %i', (room, rows) => {
    expect(batchOf(room)).toBe(rows);
  });
});
