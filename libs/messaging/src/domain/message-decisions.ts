import type { MessageStatus } from './message-state';

/** What the decisions look at. All instants come from the database's clock. */
export interface MessageFacts {
  readonly status: MessageStatus;
  readonly sendAt: Date | null;
  readonly heldUntil: Date | null;
}

/** Why something cannot be done now; each is one error of `message.errors.ts`. */
export type Refusal =
  | {
      readonly code: 'PAST_EDIT_WINDOW' | 'ALREADY_SENT' | 'NOT_RUNNING' | 'MESSAGE_EXPIRED';
      readonly detail: string;
    }
  | { readonly code: 'MESSAGE_CANCELLED' };

/** `done` means: it is so already, answer as if it had just been done. */
export type Decision =
  { readonly kind: 'go' } | { readonly kind: 'done' } | { readonly kind: 'refused'; readonly refusal: Refusal };

const go: Decision = { kind: 'go' };
const done: Decision = { kind: 'done' };
const cancelled: Decision = { kind: 'refused', refusal: { code: 'MESSAGE_CANCELLED' } };
const refuse = (code: Exclude<Refusal['code'], 'MESSAGE_CANCELLED'>, detail: string): Decision => ({
  kind: 'refused',
  refusal: { code, detail },
});

/**
 * May the text, audience or time be changed? Drafts always; scheduled ones until `editWindowSeconds` before they leave;
 * one that somebody just sent with a hold as long as the hold lasts.
 */
export function decideEdit(
  { status, sendAt, heldUntil }: MessageFacts,
  now: Date,
  editWindowSeconds: number,
): Decision {
  switch (status) {
    case 'draft':
      return go;
    case 'cancelled':
    case 'cancelling':
      return cancelled;
    case 'scheduled': {
      const closesAt =
        heldUntil === null ? (sendAt?.getTime() ?? Infinity) - editWindowSeconds * 1000 : heldUntil.getTime();
      if (now.getTime() < closesAt) return go;
      return refuse(
        'PAST_EDIT_WINDOW',
        heldUntil === null
          ? `This message leaves in less than ${seconds(editWindowSeconds)} and can no longer be changed. You can still cancel it.`
          : 'This message is about to leave and can no longer be changed. You can still stop it.',
      );
    }
    case 'sending':
      return refuse(
        'PAST_EDIT_WINDOW',
        'This message is being sent and can no longer be changed. You can stop the rest.',
      );
    case 'paused':
      return refuse(
        'PAST_EDIT_WINDOW',
        'This message was already sent to some guests and can no longer be changed. You can stop the rest.',
      );
    case 'sent':
      return refuse('PAST_EDIT_WINDOW', 'This message was sent and can no longer be changed. Write a new one.');
    case 'failed':
      return refuse(
        'PAST_EDIT_WINDOW',
        'This message failed and can no longer be changed. Write a new one, or retry the failed.',
      );
    case 'active':
      return refuse('PAST_EDIT_WINDOW', 'This is an automatic notice. It goes out by itself and cannot be changed.');
  }
}

/** May it leave now instead of later? */
export function decideSendNow({ status }: MessageFacts): Decision {
  switch (status) {
    case 'draft':
    case 'scheduled':
      return go;
    case 'cancelled':
    case 'cancelling':
      return cancelled;
    case 'sending':
    case 'paused':
      return refuse('ALREADY_SENT', 'This message is being sent already.');
    case 'sent':
      return refuse('ALREADY_SENT', 'This message was already sent. Write a new one to send it again.');
    case 'failed':
      return refuse('ALREADY_SENT', 'This message was already tried and failed. Retry the failed ones instead.');
    case 'active':
      return refuse('ALREADY_SENT', 'This is an automatic notice. It goes out by itself.');
  }
}

/** May it be cancelled? What runs is stopped: guests who have it keep it, the rest do not get it. */
export function decideCancel({ status }: MessageFacts): Decision {
  switch (status) {
    case 'draft':
    case 'scheduled':
    case 'sending':
    case 'paused':
      return go;
    case 'cancelled':
    case 'cancelling':
      return done;
    case 'sent':
      return refuse('ALREADY_SENT', 'This message was already sent and cannot be cancelled.');
    case 'failed':
      return refuse('ALREADY_SENT', 'This message has already ended as failed; there is nothing left to cancel.');
    case 'active':
      return refuse('ALREADY_SENT', 'This is an automatic notice and cannot be cancelled.');
  }
}

/** May a "send now" be taken back? Only while it is held; then it is a draft again. */
export function decideUndo({ status, heldUntil }: MessageFacts, now: Date): Decision {
  switch (status) {
    case 'draft':
      return done;
    case 'cancelled':
    case 'cancelling':
      return cancelled;
    case 'scheduled':
      if (heldUntil !== null && now.getTime() < heldUntil.getTime()) return go;
      return refuse(
        'PAST_EDIT_WINDOW',
        heldUntil === null
          ? 'Only a message that was just sent can be undone. Cancel this one instead.'
          : 'It is too late to undo. You can stop the rest.',
      );
    case 'sent':
    case 'failed':
      return refuse('ALREADY_SENT', 'This message was already sent and cannot be undone.');
    case 'sending':
    case 'paused':
    case 'active':
      return refuse('PAST_EDIT_WINDOW', 'It is too late to undo: the first messages have left. You can stop the rest.');
  }
}

/** May a running message be paused? */
export function decidePause({ status }: MessageFacts): Decision {
  if (status === 'sending') return go;
  if (status === 'paused') return done;
  if (status === 'cancelled' || status === 'cancelling') return cancelled;
  return refuse('NOT_RUNNING', 'Only a message that is being sent can be paused. This one is not.');
}

/** May a paused message go on? */
export function decideResume({ status }: MessageFacts): Decision {
  if (status === 'paused') return go;
  if (status === 'sending') return done;
  if (status === 'cancelled' || status === 'cancelling') return cancelled;
  return refuse('NOT_RUNNING', 'Only a paused message can be resumed. This one is not paused.');
}

/** What sending again to some looks at besides the status. */
export interface SendAgainFacts {
  /** Null when it was never claimed, or its claim failed. */
  readonly contentVersionId: string | null;
  /** As `effectiveExpiry` gives it. */
  readonly expiresAt: Date;
  /** The event is deleted, or cancelled and this is one of its reminders. */
  readonly isEventOver: boolean;
}

/** May some of its guests get it (again): the failed, those who were left out, those nobody can know about? */
export function decideSendAgain(
  { status }: MessageFacts,
  { contentVersionId, expiresAt, isEventOver }: SendAgainFacts,
  now: Date,
): Decision {
  switch (status) {
    case 'cancelled':
    case 'cancelling':
      return cancelled;
    case 'draft':
    case 'scheduled':
      return refuse('NOT_RUNNING', 'This message has not been sent yet, so there is nobody to send it to again.');
    case 'active':
      return refuse('NOT_RUNNING', 'This is an automatic notice. It goes out by itself.');
    case 'sending':
    case 'paused':
    case 'sent':
    case 'failed':
      if (contentVersionId === null)
        return refuse('NOT_RUNNING', 'This message could not be prepared, so nobody was tried. Write a new one.');
      if (isEventOver || expiresAt.getTime() <= now.getTime())
        return refuse(
          'MESSAGE_EXPIRED',
          isEventOver
            ? 'The event was called off, so this message is not sent to anybody any more. Write a new one.'
            : 'The time for this message is over, so it is not sent to anybody any more. Write a new one.',
        );
      return go;
  }
}

function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}
