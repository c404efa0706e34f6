import { ValidationFailed } from '@beckon/core';
import { readSuppressedAddress } from './suppression-address';

it.each([
  ['email', ' Ama@Example.TEST ', { address: 'Ama@Example.TEST', addressKey: 'ama@example.test' }],
  ['email', 'a@bücher.test', { address: 'a@bücher.test', addressKey: 'a@xn--bcher-kva.test' }],
  ['sms', '+44 7700 900123', { address: '+447700900123', addressKey: '+447700900123' }],
  ['whatsapp', '0044 7700 900123', { address: '+447700900123', addressKey: '+447700900123' }],
] as const)('%s %s', (channel, typed, expected) => {
  expect(readSuppressedAddress(channel, typed)).toEqual(expected);
});

it.each([
  ['email', 'ama', 'INVALID_EMAIL'],
  ['email', '+447700900123', 'INVALID_EMAIL'],
  ['sms', '07700 900123', 'INVALID_PHONE'],
  ['sms', 'ama@example.test', 'INVALID_PHONE'],
] as const)('%s %s is refused at address', (channel, typed, code) => {
  let refused: unknown;
  try {
    readSuppressedAddress(channel, typed);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(ValidationFailed);
  expect((refused as ValidationFailed).details.errors).toMatchObject([{ path: 'address', code }]);
});
