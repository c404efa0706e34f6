import type { StateWords } from './states';

/** Where nobody knows, and for an answer that is newer than this page. */
export const NOT_KNOWN: StateWords = { icon: 'unknown', word: 'Not known.', tone: 'asking' };

/** How each answer to "did they get it?" begins and looks. */
export const ANSWERS: Readonly<Record<string, StateWords>> = {
  yes: { icon: 'delivered', word: 'Yes.', tone: 'arrived' },
  probably: { icon: 'sent', word: 'Probably.', tone: 'moving' },
  not_yet: { icon: 'clock', word: 'Not yet.', tone: 'waiting' },
  not_known: NOT_KNOWN,
  no: { icon: 'failed', word: 'No.', tone: 'lost' },
};

/** The API's sentence without the word it begins with, which is shown in front in its colour: "No: suppressed" is "Suppressed." */
export function restOf(sentence: string): string {
  const rest = sentence.replace(/^(yes|probably|not yet|not known|no)\s*[:.,–-]\s*/i, '');
  const whole = /[.!?…]$/.test(rest) ? rest : `${rest}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
