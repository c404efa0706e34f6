import { LEDGER_REASONS } from '@beckon/delivery';
import { type InvitationTrouble, invitationWords } from './invitation-words';

const none: InvitationTrouble = {
  channel: 'whatsapp',
  deliveryStatus: 'skipped',
  reason: null,
  errorCode: null,
  error: null,
};

it.each<[string, Partial<InvitationTrouble>, RegExp | null]>([
  ['nothing went wrong', { deliveryStatus: 'delivered' }, null],
  ['no phone number', { reason: 'no_address' }, /no phone number.*in person/],
  ['no e-mail address', { channel: 'email', reason: 'no_address' }, /no e-mail address.*in person/],
  ['STOP', { deliveryStatus: 'suppressed', reason: 'suppressed:stop' }, /STOP.*another way/],
  ['a reason of suppression that is new', { deliveryStatus: 'suppressed', reason: 'suppressed:x' }, /list/],
  ['a US number', { reason: 'not_reachable_us' }, /United States.*e-mail/],
  ['a missing value', { reason: 'missing_value' }, /invite again/],
  ['a lost answer', { deliveryStatus: 'unknown', error: 'no answer' }, /Nobody can say/],
  [
    'what the provider said',
    { deliveryStatus: 'failed', errorCode: '63024', error: 'Use SMS or e-mail.' },
    /^63024: Use SMS/,
  ],
  [
    'the code only once',
    { deliveryStatus: 'failed', errorCode: '550', error: '550 no such user' },
    /^550 no such user$/,
  ],
])('%s', (_name, over, expected) => {
  const words = invitationWords({ ...none, ...over });
  if (expected === null) expect(words).toBeNull();
  else expect(words).toMatch(expected);
});

// what nobody knows has one sentence for all its reasons
it.each(LEDGER_REASONS.filter(({ status }) => status !== 'unknown'))(
  '$reason is said in a sentence that says what to do or what happened',
  ({ status, reason }) => {
    const words = invitationWords({ ...none, deliveryStatus: status, reason });
    expect(words).toMatch(/^[A-Z][^_]*\.$/);
    expect(words).not.toBe(invitationWords({ ...none, deliveryStatus: status, reason: 'a_reason_that_is_new' }));
  },
);
