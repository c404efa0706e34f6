import type { FieldProblem } from '../errors/domain-error';

const MAX_DEPTH = 20;

/**
 * Finds text that no database column can hold: NUL characters and halves of surrogate pairs,
 * and input nested deeper than any of our shapes.
 *
 * @param value anything that came out of a JSON body or a query string
 * @returns the first fault of each kind found, or an empty list
 */
export function findUnstorable(value: unknown, path = '', depth = 0): FieldProblem[] {
  if (typeof value === 'string') {
    if (value.includes('\0'))
      return [{ path, code: 'INVALID_TEXT', message: `${path || 'The text'} contains a NUL character.` }];
    if (!value.isWellFormed())
      return [{ path, code: 'INVALID_TEXT', message: `${path || 'The text'} contains a broken character.` }];
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (depth >= MAX_DEPTH) return [{ path, code: 'TOO_DEEP', message: 'The input is nested too deeply.' }];
  for (const [key, inner] of Object.entries(value)) {
    const where = path ? `${path}.${key}` : key;
    const found = [...findUnstorable(key, path, depth + 1), ...findUnstorable(inner, where, depth + 1)];
    if (found.length > 0) return found;
  }
  return [];
}
