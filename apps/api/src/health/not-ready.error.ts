import { DomainError } from '@beckon/core';

/** One part that the process needs does not answer. */
export class NotReady extends DomainError {
  readonly code = 'NOT_READY';
  readonly kind = 'not_ready';
  readonly title = 'Not ready';

  constructor(missing: 'postgresql' | 'migrations' | 'redis', detail: string) {
    super(detail, { extra: { missing } });
  }
}
