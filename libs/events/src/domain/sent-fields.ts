/** Only what was really sent: fields that are left out exist on a request object, too, as undefined. */
export function sentFields<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
