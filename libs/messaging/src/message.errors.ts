import { DomainError } from '@beckon/core';

/** It is being sent, was sent or failed, or leaves too soon to be changed safely. */
export class PastEditWindow extends DomainError {
  readonly code = 'PAST_EDIT_WINDOW';
  readonly kind = 'conflict';
  readonly title = 'Too late to change this message';
}

export class MessageCancelled extends DomainError {
  readonly code = 'MESSAGE_CANCELLED';
  readonly kind = 'conflict';
  readonly title = 'This message is cancelled';

  constructor(detail = 'This message is cancelled and stays as it is. Write a new message instead.') {
    super(detail);
  }
}

export class AlreadySent extends DomainError {
  readonly code = 'ALREADY_SENT';
  readonly kind = 'conflict';
  readonly title = 'This message was already sent';
}

export class NoRecipients extends DomainError {
  readonly code = 'NO_RECIPIENTS';
  readonly kind = 'conflict';
  readonly title = 'Nobody would get this message';

  constructor(
    detail = 'Nobody in this audience can get this message right now, so nothing was sent. Choose another audience or channel, or add guests.',
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail, { extra });
  }
}

/** Guests on one side of a difference: how many, and the first hundred of them. */
export interface GuestDifference {
  readonly count: number;
  readonly guests: readonly { readonly id: string; readonly name: string }[];
}

export class AudienceChanged extends DomainError {
  readonly code = 'AUDIENCE_CHANGED';
  readonly kind = 'conflict';
  readonly title = 'The audience changed since you counted it';

  /** @param difference null when the old count is no longer kept and cannot be compared */
  constructor(
    count: number,
    snapshot: string,
    difference: { readonly joined: GuestDifference; readonly left: GuestDifference } | null,
  ) {
    const people = count === 1 ? '1 guest' : `${count} guests`;
    const what = difference
      ? `${difference.joined.count} joined and ${difference.left.count} left since you counted`
      : 'The count you looked at is no longer kept';
    const none: GuestDifference = { count: 0, guests: [] };
    super(`${what}. Now ${people} would get it. Nothing was sent: look at the new count and send again.`, {
      extra: {
        count,
        snapshot,
        comparable: difference !== null,
        joined: difference?.joined ?? none,
        left: difference?.left ?? none,
      },
    });
  }
}

export class SendAtInPast extends DomainError {
  readonly code = 'SEND_AT_IN_PAST';
  readonly kind = 'invalid';
  readonly title = 'The send time is in the past';

  constructor() {
    const message = 'The send time is in the past. Choose a later time, or send the message now.';
    super(message, { errors: [{ path: 'sendAt', code: 'SEND_AT_IN_PAST', message }] });
  }
}

/** WhatsApp takes templates only, and this one it does not take now. */
export class TemplateNotApproved extends DomainError {
  readonly code = 'TEMPLATE_NOT_APPROVED';
  readonly kind = 'conflict';
  readonly title = 'This WhatsApp template cannot be sent';

  constructor(detail: string, path: 'templateId' | 'templateName' = 'templateId') {
    super(detail, { errors: [{ path, code: 'TEMPLATE_NOT_APPROVED', message: detail }] });
  }
}

/** Pause or resume of something that does not run, or does not wait. */
export class NotRunning extends DomainError {
  readonly code = 'NOT_RUNNING';
  readonly kind = 'conflict';
  readonly title = 'This message is not being sent';
}

/** Its time is over: nobody gets it any more, not even those who should have. */
export class MessageExpired extends DomainError {
  readonly code = 'MESSAGE_EXPIRED';
  readonly kind = 'conflict';
  readonly title = 'The time for this message is over';
}

export class IdempotencyKeyRequired extends DomainError {
  readonly code = 'IDEMPOTENCY_KEY_REQUIRED';
  readonly kind = 'invalid';
  readonly title = 'An Idempotency-Key is needed';

  constructor() {
    const message =
      'Send an Idempotency-Key header: any unique text per click, for example a UUID, so that two clicks send one message.';
    super(message, { errors: [{ path: 'Idempotency-Key', code: 'IDEMPOTENCY_KEY_REQUIRED', message }] });
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly kind = 'unprocessable';
  readonly title = 'This Idempotency-Key was used for another request';

  constructor() {
    super('This Idempotency-Key was already used for a different request. Use a new key for a new request.');
  }
}

export class RequestInProgress extends DomainError {
  readonly code = 'REQUEST_IN_PROGRESS';
  readonly kind = 'conflict';
  readonly title = 'The same request is still running';

  constructor() {
    super(
      'The first request with this Idempotency-Key is still running. Wait a moment and send it again with the same key.',
    );
  }
}
