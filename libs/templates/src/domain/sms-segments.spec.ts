import { measureSms } from './sms-segments';

const a = (n: number) => 'a'.repeat(n);

it.each([
  ['nothing', '', 'GSM-7', 0, 0],
  ['one letter', 'a', 'GSM-7', 1, 1],
  ['160 letters', a(160), 'GSM-7', 160, 1],
  ['161 letters', a(161), 'GSM-7', 161, 2],
  ['306 letters', a(306), 'GSM-7', 306, 2],
  ['307 letters', a(307), 'GSM-7', 307, 3],
  ['the euro sign counts twice', '€', 'GSM-7', 2, 1],
  ['80 euro signs', '€'.repeat(80), 'GSM-7', 160, 1],
  ['81 euro signs', '€'.repeat(81), 'GSM-7', 162, 2],
  ['an escaped character is not split: 152 + €', `${a(152)}€${a(10)}`, 'GSM-7', 164, 2],
  ['and costs the place it leaves: 152 + € + 152', `${a(152)}€${a(152)}`, 'GSM-7', 306, 3],
  ['letters of the alphabet with accents', 'àéèìòùÄÖÑÜßÆøåΔΩ¿¡', 'GSM-7', 18, 1],
  ['a line break', 'a\nb', 'GSM-7', 3, 1],
  ['a c with cedilla is not in it', 'ça va', 'UCS-2', 5, 1],
  ['a curly quote', `it’s${a(66)}`, 'UCS-2', 70, 1],
  ['one more', `it’s${a(67)}`, 'UCS-2', 71, 2],
  ['134 units', `’${a(133)}`, 'UCS-2', 134, 2],
  ['135 units', `’${a(134)}`, 'UCS-2', 135, 3],
  ['35 emoji', '🎉'.repeat(35), 'UCS-2', 70, 1],
  ['36 emoji', '🎉'.repeat(36), 'UCS-2', 72, 2],
  ['a pair is not split: 66 + emoji', `’${a(65)}🎉${a(66)}`, 'UCS-2', 134, 3],
  ['a tab is not in it', 'a\tb', 'UCS-2', 3, 1],
])('%s', (_, text, encoding, units, segments) => {
  expect(measureSms(text)).toMatchObject({ encoding, units, segments });
});

it.each([
  ['a cheap text', 'Doors open at six, {1 €}', null],
  ['a curly quote', 'Don’t be late 🎉', '’'],
  ['an emoji, whole', 'Party 🎉 time', '🎉'],
  ['nothing', '', null],
])('names the first character that makes it expensive: %s', (_, text, expensive) => {
  expect(measureSms(text).expensive).toBe(expensive);
});
