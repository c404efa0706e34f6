import { DomainError } from '@beckon/core';

/** An event without an owner could never be managed again. */
export class LastOwner extends DomainError {
  readonly code = 'LAST_OWNER';
  readonly kind = 'conflict';
  readonly title = 'An event keeps at least one owner';

  constructor() {
    super('This is the only owner of the event. Make somebody else an owner first.');
  }
}

export class EventCancelled extends DomainError {
  readonly code = 'EVENT_CANCELLED';
  readonly kind = 'conflict';
  readonly title = 'The event is cancelled';

  constructor() {
    super('This event is cancelled and can no longer be changed. Make a new event if it takes place after all.');
  }
}

export class AccountNotFound extends DomainError {
  readonly code = 'ACCOUNT_NOT_FOUND';
  readonly kind = 'not_found';
  readonly title = 'Nobody has an account with this address';

  constructor() {
    const message =
      'Nobody has an account with this address. Ask the person to register, or ask an admin to invite them to the organization, then add them here.';
    super(message, { errors: [{ path: 'email', code: 'ACCOUNT_NOT_FOUND', message }] });
  }
}
