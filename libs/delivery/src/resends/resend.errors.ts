import { DomainError } from '@beckon/core';

/** The outcome is known by now, or somebody else decided otherwise first. */
export class AlreadyResolved extends DomainError {
  readonly code = 'ALREADY_RESOLVED';
  readonly kind = 'conflict';
  readonly title = 'It is decided already';
}
