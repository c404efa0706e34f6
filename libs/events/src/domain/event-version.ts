/** True when a change was made against another version than the one that stands; without a version nobody asked. */
export function isStale(sentVersion: number | undefined, currentVersion: number): boolean {
  return sentVersion !== undefined && sentVersion !== currentVersion;
}
