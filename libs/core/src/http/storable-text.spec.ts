import { findUnstorable } from './storable-text';

function nested(depth: number): unknown {
  return depth === 0 ? 'leaf' : { a: nested(depth - 1) };
}

describe('findUnstorable', () => {
  it.each([
    ['plain text', { name: 'Ana', tags: ['vip', 'Łódź', '🎉'] }],
    ['numbers, null and booleans', { a: 1, b: null, c: [true] }],
    ['nesting as deep as our own shapes', nested(12)],
  ])('accepts %s', (_what, value) => {
    expect(findUnstorable(value)).toEqual([]);
  });

  it.each([
    ['a NUL in a value', { guest: { name: 'a\0b' } }, 'guest.name', 'INVALID_TEXT'],
    ['a NUL in a list', { tags: ['x', '\0'] }, 'tags.1', 'INVALID_TEXT'],
    ['a NUL in a key', { attributes: { 'a\0': 1 } }, 'attributes', 'INVALID_TEXT'],
    ['half of a surrogate pair', { name: 'x\ud83d' }, 'name', 'INVALID_TEXT'],
  ])('finds %s', (_what, value, path, code) => {
    expect(findUnstorable(value)).toEqual([expect.objectContaining({ path, code })]);
  });

  it('stops at input nested beyond reason instead of overflowing', () => {
    expect(findUnstorable(nested(5000))).toEqual([expect.objectContaining({ code: 'TOO_DEEP' })]);
  });
});
