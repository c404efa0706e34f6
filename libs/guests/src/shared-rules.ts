import { isTimeZone, parseEmailAddress, parsePhoneNumber, plainLineFault, plainTextFault } from '@beckon/core';
import type { SharedRules } from './domain/guest-values';

const MAX_REMEMBERED = 1000;

/** Beckon's rules for addresses and texts, for the pure readers of guests. */
export const sharedRules: SharedRules = {
  email: parseEmailAddress,
  phone: parsePhoneNumber,
  locale: remembered(canonicalLocale),
  isTimeZone: remembered(isTimeZone),
  lineFault: plainLineFault,
  textFault: plainTextFault,
};

function canonicalLocale(input: string): string | null {
  try {
    const [locale] = Intl.getCanonicalLocales(input.replaceAll('_', '-'));
    return locale !== undefined && locale.length <= 35 ? locale : null;
  } catch {
    return null;
  }
}

/** Asking the platform is dear, too much for every line of a big import, and the lines repeat a few answers. */
function remembered<T>(ask: (input: string) => T): (input: string) => T {
  const answers = new Map<string, T>();
  return (input) => {
    const known = answers.get(input);
    if (known !== undefined) return known;
    const answer = ask(input);
    if (answers.size < MAX_REMEMBERED && input.length <= 60) answers.set(input, answer);
    return answer;
  };
}
