import { ValidationFailed } from '../errors/shared.errors';

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 100;

/** Makes an opaque cursor out of the sort key of the last row that was shown. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/**
 * Reads a cursor back.
 *
 * @param cursor what the client sent, or undefined for the first page
 * @param shape the type of each part, in order; a `uuid` part must look like one
 * @returns the parts, or null for the first page
 * @throws ValidationFailed when it was not made by `encodeCursor` for this list
 */
export function decodeCursor(
  cursor: string | undefined,
  shape: readonly ('string' | 'number' | 'uuid' | 'instant')[],
): (string | number | null)[] | null {
  if (cursor === undefined || cursor === '') return null;
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== shape.length || !shape.every((kind, i) => fits(parts[i], kind))) {
    throw ValidationFailed.at('cursor', 'INVALID_CURSOR', 'This cursor is not valid. Start again without a cursor.');
  }
  return parts as (string | number | null)[];
}

/**
 * Cuts one page out of rows that were read with `limit + 1`.
 *
 * @param rows at most `limit + 1` rows in list order
 * @param keyOf the sort key of a row, as given to `encodeCursor`
 */
export function toPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => (string | number | null)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function fits(value: unknown, kind: 'string' | 'number' | 'uuid' | 'instant'): boolean {
  if (value === null) return true;
  if (kind === 'uuid') return typeof value === 'string' && UUID.test(value);
  if (kind === 'instant') return typeof value === 'string' && INSTANT.test(value) && isRealInstant(value);
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === 'string' && !value.includes('\0');
}

/** The 30th of February is an instant for `Date`, and an error for the database. */
function isRealInstant(value: string): boolean {
  const ms = Date.parse(value);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === value.slice(0, 19);
}
