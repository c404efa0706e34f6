/** Where a message can be. `active` is the standing envelope of an automatic notice. */
export const MESSAGE_STATUSES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'cancelling',
  'sent',
  'cancelled',
  'failed',
  'active',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/**
 * The moves a message may make. The database guards the same table (`guard_message_status`); a spec compares the two.
 * `scheduled>sent` is a reminder that found nobody at its claim.
 */
export const messageMoves: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  draft: ['scheduled', 'cancelled'],
  scheduled: ['draft', 'sending', 'sent', 'cancelled', 'failed'],
  sending: ['paused', 'cancelling', 'sent', 'failed'],
  paused: ['sending', 'cancelling'],
  cancelling: ['cancelled'],
  sent: ['sending'],
  failed: ['sending'],
  cancelled: [],
  active: [],
};

/** What the system itself cancelled, it may bring back when the event moves again. */
export const movesOfSystemCancelled: readonly MessageStatus[] = ['scheduled', 'draft'];

/** @param cancelledBy who cancelled it, if it is cancelled */
export function canMove(
  from: MessageStatus,
  to: MessageStatus,
  cancelledBy: 'person' | 'system' | null = null,
): boolean {
  if (from === 'cancelled') return cancelledBy === 'system' && movesOfSystemCancelled.includes(to);
  return messageMoves[from].includes(to);
}
