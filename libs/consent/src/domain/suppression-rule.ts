export const SUPPRESSION_CHANNELS = ['email', 'sms', 'whatsapp'] as const;
export type SuppressionChannel = (typeof SUPPRESSION_CHANNELS)[number];

/** From the strongest to the weakest: of several that stand, the first one is told. */
export const SUPPRESSION_REASONS = ['complaint', 'bounce', 'stop', 'unsubscribe', 'manual'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** How far it reaches: everything of the organization, one event, or one sender. */
export const SUPPRESSION_SCOPES = ['organization', 'event', 'sender'] as const;
export type SuppressionScope = (typeof SUPPRESSION_SCOPES)[number];

/** `broadcast`: notices that somebody asked for (an RSVP confirmation) still arrive. `all`: nothing does. */
export const SUPPRESSION_CLASSES = ['broadcast', 'all'] as const;
export type SuppressionClass = (typeof SUPPRESSION_CLASSES)[number];

/** A standing suppression of an address, as far as the rule looks at it. */
export interface StandingSuppression {
  readonly scope: SuppressionScope;
  readonly eventId: string | null;
  readonly senderId: string | null;
  readonly appliesTo: SuppressionClass;
  readonly reason: SuppressionReason;
}

/** What is about to be sent to that address. */
export interface SendAttempt {
  readonly eventId: string;
  readonly senderId: string | null;
  readonly isBroadcast: boolean;
}

/** True when a suppression forbids a send. The same rule stands in SQL in `suppressed-sql.ts`; a test compares the two. */
export function covers(suppression: StandingSuppression, send: SendAttempt): boolean {
  if (suppression.appliesTo === 'broadcast' && !send.isBroadcast) return false;
  switch (suppression.scope) {
    case 'organization':
      return true;
    case 'event':
      return suppression.eventId === send.eventId;
    case 'sender':
      return suppression.senderId !== null && suppression.senderId === send.senderId;
  }
}

/** Why a send is forbidden: the strongest reason among those that cover it, or null when it may leave. */
export function coveringReason(standing: readonly StandingSuppression[], send: SendAttempt): SuppressionReason | null {
  const reasons = new Set(standing.filter((suppression) => covers(suppression, send)).map(({ reason }) => reason));
  return SUPPRESSION_REASONS.find((reason) => reasons.has(reason)) ?? null;
}
