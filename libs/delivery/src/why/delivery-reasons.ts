import { EXCLUSION_REASONS } from '@beckon/messaging';
import type { DeliveryStatus } from '../domain/delivery-state';
import { RECEIPT_SUBTYPES } from '../domain/receipt-facts';

const excluded = EXCLUSION_REASONS.map((reason) => ({
  status: reason.startsWith('suppressed:') ? ('suppressed' as const) : ('skipped' as const),
  reason,
}));

/** Why guests of the list got nothing after it was fixed, or why nobody knows. */
const later = [
  { status: 'skipped', reason: 'joined_later' },
  { status: 'skipped', reason: 'expired' },
  { status: 'skipped', reason: 'removed' },
  { status: 'skipped', reason: 'answered_meanwhile' },
  { status: 'skipped', reason: 'already_received' },
  { status: 'skipped', reason: 'missing_value' },
  { status: 'cancelled', reason: 'message_cancelled' },
  { status: 'unknown', reason: 'no_answer' },
  { status: 'unknown', reason: 'sender_lost' },
  { status: 'unknown', reason: 'may_have_been_sent' },
  { status: 'unknown', reason: 'content_changed' },
] as const;

const receipts = (['bounced', 'failed'] as const).flatMap((status) =>
  RECEIPT_SUBTYPES.map((subtype) => ({
    status,
    reason: `${status === 'bounced' ? 'bounce' : 'failed'}:${subtype}` as const,
  })),
);

/** Every reason that the engine writes to the ledger, with the state that it comes with. Each has words in every table of words. */
export const LEDGER_REASONS: readonly { readonly status: DeliveryStatus; readonly reason: string }[] = [
  ...excluded,
  ...later,
  ...receipts,
];

/** The same as bare codes. */
export const DELIVERY_REASONS: readonly string[] = LEDGER_REASONS.map(({ reason }) => reason);
