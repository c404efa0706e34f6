import { DomainError, Forbidden } from '@beckon/core';

/** A webhook that is not signed as it must be, or for which nothing is configured: both look the same from outside. */
export class UntrustedWebhook extends Forbidden {
  constructor() {
    super('The signature is missing, wrong or too old, or this webhook is not set up here. Nothing was stored.');
  }
}

/** SNS tries again when its question is not answered. */
export class SubscriptionNotConfirmed extends DomainError {
  readonly code = 'NOT_READY';
  readonly kind = 'not_ready';
  readonly title = 'Not ready';

  constructor() {
    super('The subscription could not be confirmed just now. It is tried again when the confirmation is sent again.');
  }
}
