import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isPlainlyPossible } from './calling-codes';

/**
 * Reads a phone number that a person typed.
 *
 * @param input with its country code (`+44 7700 900123`), or national when `country` is given
 * @param country ISO 3166 code for numbers without a country code
 * @returns the number as E.164, or the reason it cannot be used, in words
 */
export function parsePhoneNumber(
  input: string,
  country?: string,
): { readonly phone: string } | { readonly reason: string } {
  // spreadsheets protect a leading + with an apostrophe, and type 00 for it
  const typed = input.trim().replace(/^'/, '').replace(/^00/, '+');
  if (typed === '') return { reason: 'The phone number is empty.' };
  if (typed.length > 40) return { reason: 'This is too long for a phone number.' };
  const compact = typed.replace(/[ ()-]/g, '');
  if (/^\+[1-9]\d{6,14}$/.test(compact) && isPlainlyPossible(compact)) return { phone: compact };
  const region: CountryCode | undefined = country !== undefined && isSupportedCountry(country) ? country : undefined;
  if (!typed.startsWith('+') && region === undefined) {
    return { reason: 'Write the phone number with its country code, for example +44 7700 900123.' };
  }
  const parsed = parsePhoneNumberFromString(typed, region);
  if (!parsed?.isPossible())
    return { reason: 'This is not a possible phone number. Check the digits and the country code.' };
  if (parsed.ext) return { reason: 'A phone number with an extension cannot receive messages.' };
  return { phone: parsed.number };
}
