import type { DomainError } from '@beckon/core';
import type { Decision } from './domain/message-decisions';
import { AlreadySent, MessageCancelled, MessageExpired, NotRunning, PastEditWindow } from './message.errors';

/**
 * Lets a decision through, or throws the error it names.
 *
 * @returns true when there is something to do, false when it is so already
 * @throws PastEditWindow, MessageCancelled, AlreadySent, NotRunning, MessageExpired
 */
export function isToBeDone(decision: Decision): boolean {
  if (decision.kind === 'refused') throw errorOf(decision.refusal);
  return decision.kind === 'go';
}

function errorOf(refusal: Extract<Decision, { kind: 'refused' }>['refusal']): DomainError {
  switch (refusal.code) {
    case 'MESSAGE_CANCELLED':
      return new MessageCancelled();
    case 'PAST_EDIT_WINDOW':
      return new PastEditWindow(refusal.detail);
    case 'ALREADY_SENT':
      return new AlreadySent(refusal.detail);
    case 'NOT_RUNNING':
      return new NotRunning(refusal.detail);
    case 'MESSAGE_EXPIRED':
      return new MessageExpired(refusal.detail);
  }
}
