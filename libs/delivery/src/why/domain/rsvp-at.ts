/** One change of a guest's answer. */
export interface AnswerChange {
  readonly was: string;
  readonly changedAt: Date;
}

/**
 * What a guest's answer was at a moment, walked back from what it is now.
 *
 * @param changes newest first
 * @param isComplete false when older changes were left out
 * @returns null when that cannot be known
 */
export function rsvpAt(
  at: Date,
  current: string,
  changes: readonly AnswerChange[],
  isComplete: boolean,
): string | null {
  let status = current;
  for (const change of changes) {
    if (change.changedAt <= at) return status;
    status = change.was;
  }
  return isComplete ? status : null;
}
