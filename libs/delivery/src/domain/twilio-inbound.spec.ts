import type { FormFields } from './twilio-receipt';
import { meaningOf, readTwilioInbound } from './twilio-inbound';

describe('meaningOf', () => {
  it.each([
    ...['STOP', 'stop', ' Stop. ', 'STOPALL', 'Stop all', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE'].map(
      (body) => [body, 'stop'] as const,
    ),
    ...['OPTOUT', 'opt-out', 'Opt out!', 'ＳＴＯＰ', '"stop"'].map((body) => [body, 'stop'] as const),
    ...['STOP PLEASE', 'please stop', "Don't stop", 'The end', 'I cannot', ''].map((body) => [body, 'text'] as const),
    ['START', 'start'],
    ['unstop', 'start'],
    ['HELP', 'help'],
    ['info?', 'help'],
    ['Yes!', 'yes'],
    ['no', 'no'],
    ['No, sorry', 'text'],
    ['Yes 2', 'text'],
  ] as const)('"%s" is %s', (body, expected) => {
    expect(meaningOf(body, null)).toBe(expected);
  });

  it.each([
    ['Arrêt', 'STOP', 'stop'],
    ['STOP', 'HELP', 'help'],
    ['anything', 'START', 'start'],
    ['STOP', 'NEW', 'stop'],
  ])('"%s" that Twilio calls %s is %s', (body, type, expected) => {
    expect(meaningOf(body, type)).toBe(expected);
  });
});

describe('readTwilioInbound', () => {
  it('reads SMS and WhatsApp', () => {
    const fields = { MessageSid: 'SM1', From: '+447700900123', To: '+15550100123', Body: 'Hi\0 there', NumMedia: '1' };
    expect(readTwilioInbound(fields)).toEqual({
      providerMessageId: 'SM1',
      channel: 'sms',
      fromPhone: '+447700900123',
      toAddress: '+15550100123',
      body: 'Hi there',
      mediaCount: 1,
      meaning: 'text',
    });
    expect(readTwilioInbound({ MessageSid: 'SM2', From: 'whatsapp:+447700900123', ButtonText: 'Yes' })).toMatchObject({
      channel: 'whatsapp',
      fromPhone: '+447700900123',
      meaning: 'yes',
    });
  });

  it.each<FormFields>([{}, { MessageSid: 'SM1' }, { From: '+447700900123' }, { MessageSid: 'SM1', From: 'Shop' }])(
    'is none: %j',
    (fields) => {
      expect(readTwilioInbound(fields)).toBeNull();
    },
  );
});
