import { DomainError, type ErrorKind, type FieldProblem } from '@beckon/core';
import type { RsvpPage } from './domain/rsvp-page';

/** A guest's answer could not be taken. Carries the page that says so, for the guest to try again. */
export class AnswerRefused extends DomainError {
  readonly title = 'The answer could not be taken';

  private constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    detail: string,
    readonly page: RsvpPage,
    errors: readonly FieldProblem[] = [],
  ) {
    super(detail, { errors });
  }

  static invalid(reason: string, page: RsvpPage): AnswerRefused {
    const errors = [{ path: 'response', code: 'INVALID_ANSWER', message: reason }];
    return new AnswerRefused('VALIDATION_FAILED', 'invalid', reason, { ...page, problem: reason }, errors);
  }

  static closed(page: RsvpPage): AnswerRefused {
    const reason =
      page.openness === 'cancelled'
        ? 'This event has been cancelled.'
        : 'This event is over, so answers can no longer be changed.';
    return new AnswerRefused('RSVP_CLOSED', 'conflict', reason, page);
  }
}
