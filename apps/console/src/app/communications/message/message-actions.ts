import type { MessageDto } from '../../api/generated/models';

/** What can be done with a message right now, by its state alone; the API has the last word. */
export interface MessageActions {
  readonly canUndo: boolean;
  readonly canEdit: boolean;
  readonly canSendNow: boolean;
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canStop: boolean;
  readonly canCancel: boolean;
  /** It has been claimed: there is progress to look at. */
  readonly hasProgress: boolean;
}

const RUNNING = new Set(['sending', 'paused', 'cancelling', 'sent', 'failed']);

/** @param now to see whether a held message can still be undone */
export function messageActions(
  { status, heldUntil, counts }: Pick<MessageDto, 'status' | 'heldUntil' | 'counts'>,
  now: Date,
): MessageActions {
  const isHeld = status === 'scheduled' && heldUntil !== null && new Date(heldUntil) > now;
  const isWaiting = status === 'scheduled' || status === 'draft';
  return {
    canUndo: isHeld,
    canEdit: isWaiting && !isHeld,
    canSendNow: isWaiting && !isHeld,
    canPause: status === 'sending',
    canResume: status === 'paused',
    canStop: status === 'sending' || status === 'paused',
    canCancel: isWaiting && !isHeld,
    hasProgress: RUNNING.has(status) || isHeld || (status === 'cancelled' && counts.total > 0),
  };
}
