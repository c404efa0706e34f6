import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { isPlainlyPossible } from './calling-codes';
import { parsePhoneNumber } from './phone-number';

/** What the whole library says, without any short cut. */
function fully(typed: string): string | null {
  const parsed = parsePhoneNumberFromString(typed);
  return parsed?.isPossible() && !parsed.ext ? parsed.number : null;
}

function ours(typed: string): string | null {
  const read = parsePhoneNumber(typed);
  return 'phone' in read ? read.phone : null;
}

const countries = getCountries();
const codes = [...new Set(countries.map((country) => getCountryCallingCode(country)))];

describe('the short cut for international numbers', () => {
  it('answers as the full parser for every calling code, every first two digits and every length', () => {
    let compared = 0;
    let shortened = 0;
    const wrong: string[] = [];
    for (const code of [...codes, '800', '808', '870', '878', '881', '883', '888', '979', '999', '210']) {
      for (let start = 0; start < 100; start++) {
        for (let length = 4; length <= 13; length++) {
          const number = `+${code}${String(start).padStart(2, '0')}${'2345678901234'.slice(0, length - 2)}`;
          if (number.length > 16) continue;
          compared++;
          if (isPlainlyPossible(number)) shortened++;
          if (ours(number) !== fully(number)) wrong.push(number);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(190_000);
    // a short cut that is never taken would agree as well
    expect(shortened).toBeGreaterThan(compared / 10);
  });

  it('answers as the full parser for random numbers, with the signs that people put between digits', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 14 });
    const between = fc.array(fc.constantFrom('', '', '', ' ', '-', ' (', ') ', '.'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...codes), digits, between, (code, national, signs) => {
        const typed = `+${code}${national.map((digit, index) => `${signs[index % signs.length]}${digit}`).join('')}`;
        fc.pre(typed.length <= 40);
        expect([typed, ours(typed)]).toEqual([typed, fully(typed)]);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(countries.map((country) => [country]))('reads a mobile number of %s as it is', (country: CountryCode) => {
    const example = getExampleNumber(country, examples);
    if (example !== undefined) expect(parsePhoneNumber(example.number)).toEqual({ phone: example.number });
  });

  it('takes the usual numbers of the big countries', () => {
    const usual = ['+12025550123', '+447700900123', '+4915112345678', '+33612345678', '+919876543210', '+61412345678'];
    expect(usual.filter((number) => !isPlainlyPossible(number))).toEqual([]);
  });
});
