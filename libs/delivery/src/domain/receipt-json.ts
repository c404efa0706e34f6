/** Reads from JSON that somebody else wrote: whatever is not there, or is something else, is null. */

/** The text as JSON, as far as it can be stored; null when it is none. */
export function parseJson(text: string): unknown {
  try {
    return storableJson(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The member at a path; arrays are entered by their index. */
export function memberAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return null;
    here = (here as Record<string | number, unknown>)[name];
  }
  return here ?? null;
}

/** The text at a path, or null when there is none or it is empty. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const text = memberAt(value, ...path);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** The instant at a path, or `fallback` when nothing there can be read as one. */
export function instantAt(value: unknown, fallback: Date, ...path: readonly (string | number)[]): Date {
  const text = textAt(value, ...path);
  if (text === null) return fallback;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? fallback : instant;
}

/** The value as PostgreSQL's jsonb can keep it: no NUL, no half of a surrogate pair. */
function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storableText(name), storableJson(member)]));
}

/** A text as PostgreSQL can keep it. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
