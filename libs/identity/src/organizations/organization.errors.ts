import { DomainError } from '@beckon/core';

/** An organization without an admin could never be managed again. */
export class LastAdmin extends DomainError {
  readonly code = 'LAST_ADMIN';
  readonly kind = 'conflict';
  readonly title = 'An organization keeps at least one admin';

  constructor() {
    super('This is the only admin of the organization. Make somebody else an admin first.');
  }
}
