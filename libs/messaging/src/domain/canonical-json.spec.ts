import { canonicalJson } from './canonical-json';

describe('canonical JSON', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: { c: 2, d: [1, 2] } }, { b: { d: [1, 2], c: 2 }, a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: null }, {}, false],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [{ a: '1' }, { a: 1 }, false],
    [undefined, null, true],
  ])('%j and %j are the same request: %s', (one, other, same) => {
    expect(canonicalJson(one) === canonicalJson(other)).toBe(same);
  });
});
