/** A child that lived shorter than this has crashed fast: starting it again may be of no use. */
const FAST_CRASH_MS = 10_000;
const MAX_FAST_CRASHES = 5;
const FIRST_DELAY_MS = 300;

/** What to do after a child has ended unasked. */
export type RestartDecision = { again: true; delayMs: number; fastCrashes: number } | { again: false };

/**
 * Decides about a child that lived `livedMs`, after `fastCrashes` fast ones in a row before: start it again after a delay
 * that doubles with every fast crash, or give up at the fifth.
 */
export function afterCrash(livedMs: number, fastCrashes: number): RestartDecision {
  if (livedMs >= FAST_CRASH_MS) return { again: true, delayMs: FIRST_DELAY_MS, fastCrashes: 0 };
  const now = fastCrashes + 1;
  if (now >= MAX_FAST_CRASHES) return { again: false };
  return { again: true, delayMs: FIRST_DELAY_MS * 2 ** (now - 1), fastCrashes: now };
}
