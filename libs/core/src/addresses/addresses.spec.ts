import { emailKeyOf, parseEmailAddress } from './email-address';
import { parsePhoneNumber } from './phone-number';

describe('parseEmailAddress', () => {
  it.each([
    ['ana@example.com', 'ana@example.com'],
    ['  Ana.Lima+vip@Example.COM ', 'ana.lima+vip@example.com'],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['a@b-c.example', 'a@b-c.example'],
  ])('reads %p', (input, key) => {
    expect(parseEmailAddress(input)).toEqual({ address: input.trim(), key });
  });

  it.each([
    '',
    'ana',
    '@example.com',
    'ana@',
    'ana@localhost',
    'ana@-x.com',
    'a b@example.com',
    'ana@@example.com',
    'ana@example..com',
    '.ana@example.com',
    'ana@example.com\r\nBcc: all@example.com',
    'ana@exa mple.com',
    `${'x'.repeat(65)}@example.com`,
    'аnа@example.com',
    'Ana <ana@example.com>',
    'ana@example.com,ben@example.com',
    '"quoted"@example.com',
    `a@${'x'.repeat(250)}.com`,
  ])('refuses %p with a reason', (input) => {
    expect(parseEmailAddress(input)).toEqual({ reason: expect.stringMatching(/\.$/) as string });
    expect(emailKeyOf(input)).toBeNull();
  });
});

describe('parsePhoneNumber', () => {
  it.each([
    ['+44 7700 900123', undefined, '+447700900123'],
    ['0044 7700 900123', undefined, '+447700900123'],
    ["'+12025550123", undefined, '+12025550123'],
    ['07700 900123', 'GB', '+447700900123'],
    ['(202) 555-0123', 'US', '+12025550123'],
  ])('reads %p', (input, country, phone) => {
    expect(parsePhoneNumber(input, country)).toEqual({ phone });
  });

  it.each(['', '07700 900123', '+1', '+44', 'hello', '+999999999999', '+447700900123 ext. 5', '9'.repeat(60)])(
    'refuses %p with a reason',
    (input) => {
      expect(parsePhoneNumber(input)).toEqual({ reason: expect.stringMatching(/\.$/) as string });
    },
  );
});
