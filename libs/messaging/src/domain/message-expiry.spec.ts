import { effectiveExpiry } from './message-expiry';

const start = new Date('2027-06-15T17:00:00Z');
const at = (text: string): Date => new Date(`2027-${text}Z`);

describe('when a message expires', () => {
  it.each<[string, { sendAt: Date | null; expiresAt: Date | null }, Date]>([
    ['before the event: at its start', { sendAt: at('06-01T10:00:00'), expiresAt: null }, start],
    ['without a time yet: at its start', { sendAt: null, expiresAt: null }, start],
    ['a minute before the start: at its start', { sendAt: at('06-15T16:59:00'), expiresAt: null }, start],
    ['at the start: a day later', { sendAt: start, expiresAt: null }, at('06-16T17:00:00')],
    ['a thank-you afterwards: a day later', { sendAt: at('06-17T09:00:00'), expiresAt: null }, at('06-18T09:00:00')],
    ['as chosen', { sendAt: at('06-01T10:00:00'), expiresAt: at('06-02T10:00:00') }, at('06-02T10:00:00')],
    [
      'as chosen, also after the start',
      { sendAt: at('06-01T10:00:00'), expiresAt: at('07-02T10:00:00') },
      at('07-02T10:00:00'),
    ],
  ])('%s', (_name, message, expected) => {
    expect(effectiveExpiry(message, start)).toEqual(expected);
  });
});
