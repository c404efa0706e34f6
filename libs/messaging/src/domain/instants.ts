/**
 * Reads an instant that was checked before, keeping apart "not given" and "none".
 *
 * @param text ISO 8601 with offset, null, or undefined
 */
export function readInstant(text: string | null | undefined): Date | null | undefined {
  return text === undefined || text === null ? text : new Date(text);
}
