import { effectOf } from './receipt-facts';
import { type FormFields, readForm, readTwilioStatus, twilioEventId, twilioFact } from './twilio-receipt';

const now = new Date('2026-11-22T10:00:00Z');
const id = '019a7c1e-0000-7000-8000-000000000001';
const status = (word: string, code = '', to = '+447700900123') =>
  readTwilioStatus({ MessageSid: 'SM1', MessageStatus: word, To: to, ...(code !== '' && { ErrorCode: code }) })!;

describe('a callback of Twilio', () => {
  it.each([
    ['accepted', '', 'accepted', null],
    ['scheduled', '', 'accepted', null],
    ['queued', '', 'accepted', null],
    ['sending', '', 'accepted', null],
    ['sent', '', 'sent', null],
    ['delivered', '', 'delivered', null],
    ['read', '', 'read', null],
    ['undelivered', '', 'failed', null],
    ['canceled', '', 'failed', null],
    ['failed', '30003', 'failed', null],
    ['undelivered', '30005', 'failed', 'bounce'],
    ['undelivered', '30006', 'failed', 'bounce'],
    ['undelivered', '30007', 'failed', null],
    ['failed', '21610', 'failed', 'stop'],
    ['failed', '63016', 'failed', null],
    ['failed', '63018', 'failed', null],
    ['failed', '63024', 'failed', 'bounce'],
    ['failed', '63049', 'failed', null],
    ['failed', '99999', 'failed', null],
  ])('%s with %s is %s and suppresses by %s', (word, code, expected, suppress) => {
    const fact = twilioFact(status(word, code), id, now)!;
    expect(effectOf(fact.kind, fact.subtype)).toEqual({ status: expected, suppress });
    expect(fact).toMatchObject({ deliveryId: id, providerMessageId: 'SM1', occurredAt: now });
  });

  it.each(['received', 'receiving', 'partially_delivered', 'teleported', '__proto__', 'constructor'])(
    'says nothing of a message we sent: %s',
    (word) => {
      expect(twilioFact(status(word), id, now)).toBeNull();
    },
  );

  it('has the same id when it is repeated, and another for another status or error', () => {
    expect(twilioEventId(status('failed', '30005'))).toBe('SM1:failed:30005');
    expect(twilioEventId(status('failed', '0'))).toBe('SM1:failed:');
    expect(twilioEventId(status('sent'))).toBe('SM1:sent:');
  });

  it('tells SMS and WhatsApp apart, and takes no id that is none', () => {
    expect(status('read', '', 'whatsapp:+447700900123')).toMatchObject({ channel: 'whatsapp', to: '+447700900123' });
    expect(twilioFact(status('sent'), "1' or '1'='1", now)?.deliveryId).toBeNull();
  });

  it.each<FormFields>([
    {},
    { MessageSid: 'SM1' },
    { MessageStatus: 'sent' },
    { MessageSid: ['a', 'b'], MessageStatus: 'sent' },
  ])('is none without a message and a status: %j', (fields) => {
    expect(readTwilioStatus(fields)).toBeNull();
  });

  it('keeps every field of a form, whatever it is called', () => {
    expect(readForm('A=1&B=x+y&A=2&__proto__=z')).toEqual(
      Object.assign(Object.create(null), { A: ['1', '2'], B: 'x y', ['__proto__']: 'z' }),
    );
  });
});
