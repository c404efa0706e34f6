import { DomainError } from '@beckon/core';
import type { WaitingMessages } from './waiting-messages';

/** The criteria of a segment, or an audience made of them, cannot be understood. */
export class InvalidAudience extends DomainError {
  readonly code = 'INVALID_AUDIENCE';
  readonly kind = 'invalid';
  readonly title = 'This audience is not valid';

  /** @param path into the criteria, for example `all.1.field`; empty for the whole */
  static at(path: string, code: string, message: string): InvalidAudience {
    return new InvalidAudience(message, {
      errors: [{ path: path === '' ? 'criteria' : `criteria.${path}`, code, message }],
    });
  }
}

/** A message that is still to be sent goes to this segment. */
export class SegmentInUse extends DomainError {
  readonly code = 'SEGMENT_IN_USE';
  readonly kind = 'conflict';
  readonly title = 'This segment is still needed';

  constructor({ count, messages }: WaitingMessages) {
    const who = count === 1 ? 'A message that is not sent yet goes' : `${count} messages that are not sent yet go`;
    super(`${who} to this segment. Choose another audience there, or cancel, and delete the segment then.`, {
      extra: { messageCount: count, messages },
    });
  }
}
