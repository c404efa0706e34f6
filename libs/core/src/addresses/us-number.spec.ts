import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isUsNumber } from './us-number';

it.each([
  ['New York', '+12125550123', true],
  ['Toronto', '+14165550123', false],
  ['Kingston', '+18765550123', false],
  ['London', '+447700900123', false],
  ['toll-free', '+18005550123', true],
])('%s: %s', (_name, phone, expected) => {
  expect(isUsNumber(phone)).toBe(expected);
});

it('knows every area code of another country that libphonenumber knows', () => {
  const wrong = Array.from({ length: 800 }, (_, n) => String(200 + n)).filter((code) => {
    const phone = `+1${code}2345678`;
    const country = parsePhoneNumberFromString(phone)?.country;
    return country !== undefined && isUsNumber(phone) !== (country === 'US');
  });
  expect(wrong).toEqual([]);
});
