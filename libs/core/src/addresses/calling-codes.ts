import { Metadata } from 'libphonenumber-js/core';
import { getCountries, getCountryCallingCode, type MetadataJson, type NumberingPlan } from 'libphonenumber-js/max';
import plansOfTheWorld from 'libphonenumber-js/max/metadata';

/** What the countries behind one calling code have in common. */
interface CallingCode {
  /** Digits after the calling code that make a possible number in every one of its countries. */
  readonly lengths: ReadonlySet<number>;
  /** Matches when one of its countries may take off or change the first digits. */
  readonly prefix: RegExp;
}

/** The library has it, its types do not. */
type FullPlan = NumberingPlan & { nationalPrefixForParsing(): string | undefined };

let known: ReadonlyMap<string, CallingCode> | null = null;

/**
 * Sees at a glance that a number is possible and already in its final form; the full parser takes hundred times as long, which an
 * import of many guests feels.
 *
 * @param e164 a plus and digits
 * @returns true: the full parser would return it as it is; false: ask the full parser
 */
export function isPlainlyPossible(e164: string): boolean {
  known ??= readCallingCodes();
  for (let end = 2; end <= 4; end++) {
    const code = known.get(e164.slice(1, end));
    // no calling code is the beginning of another one
    if (code !== undefined) return code.lengths.has(e164.length - end) && !code.prefix.test(e164.slice(end));
  }
  return false;
}

function readCallingCodes(): Map<string, CallingCode> {
  const plans = new Map<string, FullPlan[]>();
  for (const country of getCountries()) {
    const metadata = new Metadata(plansOfTheWorld as object as MetadataJson);
    metadata.selectNumberingPlan(country);
    const code = getCountryCallingCode(country);
    plans.set(code, [...(plans.get(code) ?? []), metadata.numberingPlan as FullPlan]);
  }
  return new Map([...plans].map(([code, shared]) => [code, whatIsCommon(shared)]));
}

function whatIsCommon(plans: readonly FullPlan[]): CallingCode {
  const [first, ...others] = plans.map((plan) => plan.possibleLengths());
  const lengths = (first ?? []).filter((length) => others.every((other) => other.includes(length)));
  const prefixes = plans.map((plan) => plan.nationalPrefixForParsing()).filter((prefix) => prefix !== undefined);
  // without any, a pattern that matches nothing
  return {
    lengths: new Set(lengths),
    prefix: prefixes.length === 0 ? /(?!)/ : new RegExp(`^(?:${prefixes.join('|')})`),
  };
}
