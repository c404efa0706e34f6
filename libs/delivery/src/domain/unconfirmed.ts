import type { EventAccessRole } from '@beckon/events';
import type { DeliveryStatus } from './delivery-state';

/** What a person may make of a delivery that nobody can know about. */
export const RESOLUTIONS = ['delivered', 'resend'] as const;
export type ResolveAs = (typeof RESOLUTIONS)[number];

/** What was decided, as the ledger keeps it. */
export type Resolution = 'assumed_delivered' | 'resent';
export const resolutionOf = { delivered: 'assumed_delivered', resend: 'resent' } as const satisfies Record<
  ResolveAs,
  Resolution
>;

/** The reason of a row that somebody assumed to have arrived. No fact: whatever a provider tells later is worth more. */
export const ASSUMED_DELIVERED = 'assumed_delivered';

/** With `onUnknown: resend` a row waits so long for its receipt before it is sent again... */
export const RESEND_AFTER_MS = 10 * 60_000;
/** ...and what is older than this is left to a person: by then a second message would surprise. */
export const RESEND_UNTIL_MS = 24 * 3_600_000;

/** Somebody before a delivery, as the database says. */
export interface Decider {
  /** In the event; null: none. */
  readonly role: EventAccessRole | null;
  readonly organizationRole: 'admin' | 'member' | 'support';
  readonly isOwnOrganization: boolean;
}

/** May they decide? Admins and support see the delivery, so they are told no; for everybody else it does not exist. */
export function mayResolve({
  role,
  organizationRole,
  isOwnOrganization,
}: Decider): 'enter' | 'forbidden' | 'not_found' {
  if (role === 'editor' || role === 'owner') return 'enter';
  if (role !== null) return 'forbidden';
  return isOwnOrganization && organizationRole === 'admin' ? 'forbidden' : 'not_found';
}

/**
 * What an order means for a row that could not be decided any more.
 *
 * @returns null when it is decided so already; else why it cannot be decided
 */
export function whyNotResolved(
  as: ResolveAs,
  row: { readonly status: DeliveryStatus; readonly resolution: Resolution | null },
): string | null {
  if (row.resolution === resolutionOf[as]) return null;
  if (row.resolution === 'resent') return 'It was already decided to send this message to this guest again.';
  if (row.resolution === 'assumed_delivered') return 'It was already decided that this message arrived.';
  if (row.status === 'pending' || row.status === 'dispatching')
    return 'This delivery is still being sent. There is nothing to decide yet.';
  return `The outcome of this delivery is known: ${row.status}. There is nothing to decide.`;
}
