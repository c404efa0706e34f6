import { ValidationFailed } from '../errors/shared.errors';
import { decodeCursor, encodeCursor, toPage } from './cursor';

const id = '01890000-0000-7000-8000-000000000001';

describe('cursor', () => {
  it('comes back as it went in', () => {
    expect(decodeCursor(encodeCursor(['Ana', id, 3, null]), ['string', 'uuid', 'number', 'string'])).toEqual([
      'Ana',
      id,
      3,
      null,
    ]);
  });

  it('is null for the first page', () => {
    expect(decodeCursor(undefined, ['uuid'])).toBeNull();
    expect(decodeCursor('', ['uuid'])).toBeNull();
  });

  it.each([
    ['rubbish', '%%%'],
    ['JSON that is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['too many parts', encodeCursor([id, 'x'])],
    ['SQL for an id', encodeCursor(["' or 1=1 --"])],
    ['a number for an id', encodeCursor([5])],
  ])('refuses %s', (_what, cursor) => {
    expect(() => decodeCursor(cursor, ['uuid'])).toThrow(ValidationFailed);
  });

  it.each([
    ['2026-12-01T09:02:03.456789Z', true],
    ['2026-02-30T09:02:03Z', false],
    ['2026-12-01T24:00:00Z', false],
    ['yesterday', false],
  ])('takes %s for an instant: %s', (instant, isOne) => {
    const read = () => decodeCursor(encodeCursor([instant]), ['instant']);
    if (isOne) expect(read()).toEqual([instant]);
    else expect(read).toThrow(ValidationFailed);
  });

  it('cuts the page and points at the next one only when there is more', () => {
    expect(toPage([1, 2, 3], 2, (n) => [n])).toEqual({ items: [1, 2], nextCursor: encodeCursor([2]) });
    expect(toPage([1, 2], 2, (n) => [n])).toEqual({ items: [1, 2], nextCursor: null });
    expect(toPage([], 2, (n: number) => [n])).toEqual({ items: [], nextCursor: null });
  });
});
