import { deliveryTimeline, type HistoryFacts } from './delivery-timeline';

const at = (minute: number): Date => new Date(Date.UTC(2026, 11, 1, 9, minute));
const facts: HistoryFacts = {
  createdAt: at(0),
  firstAttemptAt: null,
  acceptedAt: null,
  updatedAt: at(0),
  status: 'pending',
  reason: null,
  provider: null,
  providerMessageId: null,
  resolution: null,
  resolvedAt: null,
  resolvedBy: null,
  attempts: [],
  receipts: [],
  suppressions: [],
  acts: [],
};
const told = (over: Partial<HistoryFacts>): string[] =>
  deliveryTimeline({ ...facts, ...over }).map(
    ({ at: when, words, by }) => `${when.getUTCMinutes()} ${words}${by === null ? '' : `, ${by}`}`,
  );

it('tells a delivery that came back from its beginning to its end', () => {
  const lines = told({
    firstAttemptAt: at(1),
    acceptedAt: at(7),
    updatedAt: at(9),
    status: 'bounced',
    reason: 'bounce:permanent',
    provider: 'resend',
    providerMessageId: 're-1',
    attempts: [
      {
        at: at(2),
        attempt: 1,
        provider: 'resend',
        outcome: 'not_sent',
        errorCode: 'rate_limit_exceeded',
        error: 'slow',
      },
    ],
    receipts: [
      {
        at: at(9),
        provider: 'resend',
        kind: 'bounce',
        subtype: 'permanent',
        errorCode: '5.1.1',
        detail: 'no such user',
      },
    ],
    suppressions: [{ at: at(9), reason: 'bounce', scope: 'organization', liftedAt: at(40) }],
    acts: [{ at: at(30), action: 'delivery.revealed', by: 'Kofi' }],
  });
  expect(lines).toEqual([
    '0 put into the queue when the list was fixed',
    '1 taken by a worker',
    '2 try 1 with Resend: not sent this time; the provider asked us to slow down (rate_limit_exceeded)',
    '7 handed to Resend',
    '9 Resend got it back: the mailbox does not exist (5.1.1)',
    '9 the address is suppressed: the mailbox bounced',
    '30 looked at the full address, Kofi',
    '40 the suppression was lifted',
  ]);
});

it('says of a guest who was left out why, also when the reason is older than the message', () => {
  const suppressions = [
    { at: new Date(Date.UTC(2026, 10, 3)), reason: 'unsubscribe', scope: 'organization', liftedAt: null },
    { at: new Date(Date.UTC(2026, 10, 4)), reason: 'manual', scope: 'organization', liftedAt: null },
  ];
  expect(told({ status: 'suppressed', reason: 'suppressed:unsubscribe', suppressions })).toEqual([
    '0 the address is suppressed: the guest unsubscribed',
    '0 left out when the list was fixed',
  ]);
});

it.each([
  ['cancelled', ['0 put into the queue when the list was fixed', '5 stopped before it left']],
  ['skipped', ['0 put into the queue when the list was fixed', '5 closed before it left']],
  ['unknown', ['0 put into the queue when the list was fixed', '5 nobody can know whether it left']],
] as const)('tells how it ended: %s', (status, lines) => {
  expect(told({ status, updatedAt: at(5) })).toEqual(lines);
});

it('names who decided when nobody could know', () => {
  const decided = {
    status: 'sent',
    resolution: 'assumed_delivered',
    resolvedAt: at(20),
    resolvedBy: 'Kofi',
    updatedAt: at(20),
  } as const;
  expect(told(decided).at(-1)).toBe('20 taken for delivered, because nobody could know, Kofi');
});

it('calls a simulation a simulation', () => {
  expect(
    told({ status: 'sent', provider: 'log', firstAttemptAt: at(1), acceptedAt: at(1), updatedAt: at(1) }).at(-1),
  ).toBe('1 simulated: no provider is set up');
});

it('tells a suppression after the failure that it follows from, though its transaction began before', () => {
  const attempts = [
    { at: at(2), attempt: 1, provider: 'smtp', outcome: 'refused', errorCode: '550', error: '5.1.1 no' },
  ];
  const suppressions = [{ at: new Date(at(2).getTime() - 9), reason: 'bounce', scope: 'organization', liftedAt: null }];
  expect(told({ status: 'failed', updatedAt: at(2), firstAttemptAt: at(1), attempts, suppressions }).slice(-2)).toEqual(
    [
      '2 try 1 with the mail server: refused for good; the mailbox does not exist (550)',
      '2 the address is suppressed: the mailbox bounced',
    ],
  );
});
