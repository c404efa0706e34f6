import { fateOf, FATES } from './magic-numbers';

it.each([
  ['+447700900123', 'sms', null],
  ['+12025550121', 'sms', null],
  ['+447712321211', 'sms', 21211],
  ['+447712321211', 'whatsapp', 21211],
  ['+447712330003', 'sms', 30003],
  ['+447712330003', 'whatsapp', null],
  ['+447712363024', 'whatsapp', 63024],
  ['+447712363024', 'sms', null],
  // Twilio's own
  ['+15005550001', 'sms', 21211],
  ['+15005550002', 'sms', 21612],
  ['+15005550003', 'sms', 21408],
  ['+15005550004', 'sms', 21610],
  ['+15005550009', 'sms', 21614],
  ['+15005550006', 'sms', null],
] as const)('a message to %s by %s: %s', (phone, channel, code) => {
  expect(fateOf(phone, channel)?.code ?? null).toBe(code);
});

it.each(FATES.map((fate) => [fate.code, fate] as const))('%i is either refused or told later', (_code, fate) => {
  expect([fate.refusedWith !== undefined, fate.told !== undefined].filter(Boolean)).toHaveLength(1);
});
