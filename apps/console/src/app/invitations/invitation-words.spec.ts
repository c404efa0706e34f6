import { canInviteAgain, exclusionLines, invitationSentence } from './invitation-words';

const row = {
  status: 'queued' as const,
  deliveryStatus: 'pending',
  error: null,
  queuedAt: '2026-11-22T09:00:00Z',
  sentAt: '2026-11-22T09:01:00Z',
  deliveredAt: '2026-11-22T09:02:00Z',
  readAt: '2026-11-22T09:03:00Z',
  nextRetryAt: null,
  provider: 'twilio',
};
const words = (over: object): string => invitationSentence({ ...row, ...over }, 'Africa/Accra');

describe('invitationSentence', () => {
  it.each([
    [{}, /^waiting since .*09:00/],
    [{ nextRetryAt: '2026-11-22T09:10:00Z' }, /^tried again .*09:10/],
    [{ status: 'sent' }, /^sent .*09:01, no receipt yet/],
    [{ status: 'delivered' }, /^delivered .*09:02/],
    [{ status: 'read', error: 'an old trouble' }, /^read .*09:03/],
    [{ status: 'failed', error: '63024: no WhatsApp.' }, /^63024: no WhatsApp\.$/],
    [{ error: 'Busy.', nextRetryAt: '2026-11-22T09:10:00Z' }, /^Busy\. Tried again .*09:10\.$/],
    [{ status: 'not_sent', deliveryStatus: 'cancelled' }, /stopped/],
  ])('%j', (over, expected) => {
    expect(words(over)).toMatch(expected);
  });
});

it.each([
  ['failed', 'failed', true],
  ['not_sent', 'skipped', true],
  ['failed', 'unknown', false],
  ['read', 'read', false],
  ['queued', 'pending', false],
] as const)('an invitation that is %s (%s) may be sent again: %s', (status, deliveryStatus, expected) => {
  expect(canInviteAgain({ status, deliveryStatus })).toBe(expected);
});

it('names who is left out, the most first', () => {
  expect(exclusionLines({ no_address: 2, 'suppressed:stop': 5 }, 'whatsapp').map(({ words: line }) => line)).toEqual([
    'answered STOP',
    'have no phone number',
  ]);
});
