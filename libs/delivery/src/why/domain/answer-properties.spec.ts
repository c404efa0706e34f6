import * as fc from 'fast-check';
import { DELIVERY_STATUSES } from '../../domain/delivery-state';
import { answerFor } from './answer';
import { type AnswerFacts, type AnswerKind, ANSWERS, type DeliveryFacts } from './answer-facts';

const at = (time: string, day: string): Date => new Date(`${day}T${time}Z`);
const now = at('10:00', '2026-12-01');

const row: DeliveryFacts = {
  id: 'first',
  step: 0,
  copy: 0,
  channel: 'email',
  status: 'accepted',
  reason: null,
  provider: 'resend',
  attempts: 1,
  nextAttemptAt: null,
  mayHaveLeft: false,
  errorCode: null,
  error: null,
  acceptedAt: at('09:02', '2026-12-01'),
  updatedAt: at('09:03', '2026-12-01'),
  deliveredAt: null,
  openedAt: null,
  complainedAt: null,
  suppressedAt: null,
  resolvedAt: null,
  resolvedByName: null,
  sharesAddressWith: null,
};
const statusAnswers: Readonly<Record<string, AnswerKind>> = {
  pending: 'not_yet',
  dispatching: 'not_yet',
  accepted: 'probably',
  sent: 'probably',
  delivered: 'yes',
  read: 'yes',
  bounced: 'no',
  failed: 'no',
  suppressed: 'no',
  skipped: 'no',
  cancelled: 'no',
  unknown: 'not_known',
};
const begins = { yes: 'Yes: ', probably: 'Probably: ', not_yet: 'Not yet: ', not_known: 'Not known: ', no: 'No: ' };
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 });
const instant = fc.date({ min: at('00:00', '2026-01-01'), max: at('00:00', '2027-01-01'), noInvalidDate: true });
const rows = fc.array(
  fc.record({
    ...Object.fromEntries(Object.entries(row).map(([key, value]) => [key, fc.constant(value)])),
    id: fc.uuid(),
    copy: fc.integer({ min: 0, max: 2 }),
    status: fc.constantFrom(...DELIVERY_STATUSES),
    reason: maybe(fc.constantFrom('no_address', 'suppressed:bounce', 'bounce:permanent', 'no_answer', 'odd')),
    provider: maybe(fc.constantFrom('resend', 'ses', 'smtp', 'new')),
    nextAttemptAt: maybe(instant),
    acceptedAt: maybe(instant),
    deliveredAt: maybe(instant),
    openedAt: maybe(instant),
    complainedAt: maybe(instant),
    suppressedAt: maybe(instant),
    errorCode: maybe(fc.constantFrom('550', 'ECONNRESET', 'strange')),
    error: maybe(fc.string()),
    mayHaveLeft: fc.boolean(),
  }) as unknown as fc.Arbitrary<DeliveryFacts>,
  { maxLength: 4 },
);
const anything: fc.Arbitrary<AnswerFacts> = fc.record({
  now: fc.constant(now),
  timeZone: fc.constantFrom('Africa/Accra', 'Europe/London', 'America/Argentina/Buenos_Aires'),
  guest: maybe(
    fc.record({
      rsvpStatus: fc.constantFrom('pending', 'attending', 'declined', 'maybe'),
      rsvpStatusThen: maybe(fc.constantFrom('pending', 'attending', 'declined', 'maybe')),
      createdAt: instant,
      deletedAt: maybe(instant),
      hasAddress: fc.boolean(),
      isInAudience: fc.boolean(),
      standingSuppression: maybe(fc.constantFrom('bounce', 'stop')),
    }),
  ),
  message: fc.record({
    kind: fc.constantFrom('broadcast', 'reminder_1d', 'notice_invitation'),
    channel: fc.constantFrom('email', 'sms', 'whatsapp'),
    audience: fc.constantFrom('everyone', 'attending', 'segment'),
    segmentName: maybe(fc.constant('Family')),
    status: fc.constantFrom(
      'draft',
      'scheduled',
      'sending',
      'paused',
      'cancelling',
      'sent',
      'cancelled',
      'failed',
      'active',
    ),
    statusReason: maybe(fc.constantFrom('past', 'expired', 'event_cancelled', 'claim_failed')),
    cancelledBy: maybe(fc.constantFrom('person', 'system')),
    cancelledByName: maybe(fc.constant('Kofi')),
    sendAt: maybe(instant),
    heldUntil: maybe(instant),
    claimedAt: maybe(instant),
    finishedAt: maybe(instant),
    claimAttempts: fc.integer({ min: 0, max: 3 }),
    claimAfter: maybe(instant),
  }),
  deliveries: rows,
});

it('agrees with the ledger, whatever it holds', () => {
  fc.assert(
    fc.property(anything, (facts) => {
      const { answer, sentence, deliveryId, reasonCode } = answerFor(facts);
      expect(sentence.startsWith(begins[answer])).toBe(true);
      expect(sentence).not.toMatch(/undefined|null|NaN|Invalid|\[object/);
      expect(reasonCode).not.toBe('');
      const best = facts.deliveries
        .map(({ status }) => statusAnswers[status]!)
        .sort((a, b) => ANSWERS.indexOf(a) - ANSWERS.indexOf(b))[0];
      if (best === undefined) {
        // without a row nothing can have arrived, and nobody may say so
        expect(deliveryId).toBeNull();
        expect(['not_yet', 'no']).toContain(answer);
      } else {
        expect(answer).toBe(best);
        expect(statusAnswers[facts.deliveries.find(({ id }) => id === deliveryId)!.status]).toBe(best);
      }
    }),
    { numRuns: 1000 },
  );
});
