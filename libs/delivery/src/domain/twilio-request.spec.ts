import { MAX_BODY, messageBody, twilioRequest } from './twilio-request';

const outgoing = { deliveryId: '019a7c1e-0000-7000-8000-000000000001', to: '+447700900123', text: 'Doors open at six' };
const service = `MG${'0a'.repeat(16)}`;
const statusCallback = `https://beckon.test/webhooks/twilio/status?d=${outgoing.deliveryId}`;

describe('twilioRequest', () => {
  it.each([
    ['a number', 'sms', '+15550100123', { to: '+447700900123', from: '+15550100123' }],
    ['a Messaging Service', 'sms', service, { to: '+447700900123', messagingServiceSid: service }],
    ['WhatsApp', 'whatsapp', 'whatsapp:+15550100123', { to: 'whatsapp:+447700900123', from: 'whatsapp:+15550100123' }],
  ] as const)('sends from %s', (_what, channel, sender, expected) => {
    expect(twilioRequest(channel, outgoing, sender, 'https://beckon.test')).toEqual({
      request: { ...expected, body: 'Doors open at six', statusCallback },
    });
  });

  it('sends a template by its id, each value on one line', () => {
    const template = { contentSid: 'HX1', variables: { '1': ' Ana\n\tand   Ben ', '2': 'Summer "party"' } };
    expect(twilioRequest('whatsapp', { ...outgoing, template }, 'whatsapp:+1', 'https://beckon.test')).toEqual({
      request: {
        to: 'whatsapp:+447700900123',
        from: 'whatsapp:+1',
        statusCallback,
        contentSid: 'HX1',
        contentVariables: '{"1":"Ana and Ben","2":"Summer \\"party\\""}',
      },
    });
  });

  it.each([
    ['EMPTY_VARIABLE', { template: { contentSid: 'HX1', variables: { '1': 'Ana', '2': ' \n ' } } }],
    ['EMPTY_TEXT', { text: ' \u0007\n' }],
    ['TOO_LONG', { text: 'x'.repeat(MAX_BODY + 1) }],
  ])('asks nothing that would be refused anyway: %s', (code, over) => {
    expect(twilioRequest('whatsapp', { ...outgoing, ...over }, 'whatsapp:+1', 'https://beckon.test')).toMatchObject({
      code,
    });
  });

  it('leaves no control characters in a text', () => {
    expect(messageBody('a\u0000b\tc\r\nd\u2028e\u202ef\u0085')).toBe('ab c\nd\nef');
  });
});
