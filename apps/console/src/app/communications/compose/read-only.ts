import type { MessageDto } from '../../api/generated/models';

const EDIT_WINDOW_MS = 60_000;

/**
 * Why a message cannot be changed, in a sentence; null when it can.
 *
 * @param message null: a new one
 */
export function readOnlyReason(message: MessageDto | null, canEdit: boolean, now: Date): string | null {
  if (!canEdit)
    return 'Only owners and editors of this event write messages. You can see how many guests one would reach.';
  switch (message?.status) {
    case undefined:
    case 'draft':
      return null;
    case 'scheduled':
      if (message.heldUntil !== null) return 'This message is about to leave. Undo it to change it.';
      return message.sendAt !== null && new Date(message.sendAt).getTime() - now.getTime() < EDIT_WINDOW_MS
        ? 'This message leaves in less than a minute and can’t be changed. You can still cancel it.'
        : null;
    case 'sending':
    case 'paused':
      return 'This message has started sending and can’t be changed. You can stop the rest.';
    case 'sent':
      return 'This message was sent and can’t be changed. Duplicate it to write a new one.';
    case 'failed':
      return 'This message failed and can’t be changed. Duplicate it to write a new one.';
    default:
      return 'This message was cancelled and stays as it is. Duplicate it to write a new one.';
  }
}
