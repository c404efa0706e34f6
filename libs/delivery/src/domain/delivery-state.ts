/** The states of one delivery: one message to one guest. */
export const DELIVERY_STATUSES = [
  'pending',
  'dispatching',
  'accepted',
  'sent',
  'delivered',
  'read',
  'bounced',
  'failed',
  'suppressed',
  'skipped',
  'cancelled',
  'unknown',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * Who may go where. `accepted` and beyond are set by facts (a provider's answer or receipt), the rest by us.
 * A fact may overtake an intention: what we took for pending or unknown turns out to be accepted, delivered or bounced.
 * Which fact outweighs which is the rank in `receipt-rank.ts`.
 */
export const deliveryMoves = {
  pending: [
    'dispatching',
    'accepted',
    'sent',
    'delivered',
    'read',
    'bounced',
    'failed',
    'suppressed',
    'skipped',
    'cancelled',
    'unknown',
  ],
  dispatching: ['pending', 'accepted', 'sent', 'delivered', 'read', 'bounced', 'failed', 'unknown'],
  accepted: ['sent', 'delivered', 'read', 'bounced', 'failed'],
  sent: ['delivered', 'read', 'bounced', 'failed'],
  delivered: ['read', 'bounced'],
  read: [],
  bounced: ['read'],
  failed: ['delivered', 'read', 'bounced'],
  suppressed: [],
  skipped: [],
  cancelled: [],
  unknown: ['accepted', 'sent', 'delivered', 'read', 'bounced', 'failed'],
} as const satisfies Record<DeliveryStatus, readonly DeliveryStatus[]>;

/** Nothing more will be tried; only a receipt or a person can still change it. */
export function isSettled(status: DeliveryStatus): boolean {
  return status !== 'pending' && status !== 'dispatching';
}

/** How the states are counted in answers; every state belongs to exactly one count. */
export const countedAs = {
  pending: 'queued',
  dispatching: 'sending',
  accepted: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  bounced: 'failed',
  failed: 'failed',
  suppressed: 'suppressed',
  skipped: 'skipped',
  cancelled: 'cancelled',
  unknown: 'unknown',
} as const satisfies Record<DeliveryStatus, string>;
