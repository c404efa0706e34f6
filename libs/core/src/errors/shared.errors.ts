import { DomainError, type FieldProblem } from './domain-error';

/** The input has one or several faults; each is named with its place. */
export class ValidationFailed extends DomainError {
  readonly code = 'VALIDATION_FAILED';
  readonly kind = 'invalid';
  readonly title = 'Some of the input is not valid';

  constructor(errors: readonly FieldProblem[], detail = errors.map((error) => error.message).join(' ')) {
    super(detail, { errors });
  }

  /** One fault at one place. */
  static at(path: string, code: string, message: string): ValidationFailed {
    return new ValidationFailed([{ path, code, message }]);
  }
}

/** Absent and "not yours" are the same answer, so that nobody can probe for other people's things. */
export class NotFound extends DomainError {
  readonly code = 'NOT_FOUND';
  readonly kind = 'not_found';
  readonly title = 'Not found';

  constructor(what = 'What you asked for') {
    super(`${what} does not exist, or you have no access to it.`);
  }
}

export class Unauthenticated extends DomainError {
  readonly code = 'UNAUTHENTICATED';
  readonly kind = 'unauthenticated';
  readonly title = 'Sign in first';

  constructor(detail = 'Send a valid access token or API key in the Authorization header.') {
    super(detail);
  }
}

export class Forbidden extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly kind = 'forbidden';
  readonly title = 'Your role does not allow this';
}

export class StaleVersion extends DomainError {
  readonly code = 'STALE_VERSION';
  readonly kind = 'conflict';
  readonly title = 'Somebody else changed it first';

  constructor(what: string, currentVersion: number) {
    super(`${what} was changed since you loaded it. Load it again and repeat your change.`, {
      extra: { currentVersion },
    });
  }
}

export class RateLimited extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly kind = 'rate_limited';
  readonly title = 'Too many requests';

  constructor(detail: string, retryAfterSeconds: number) {
    super(detail, { retryAfterSeconds });
  }
}

/** Two things that may exist only once, for example two templates of one name. */
export class AlreadyExists extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly kind = 'conflict';
  readonly title = 'It exists already';
}

export class InvalidTimeZone extends DomainError {
  readonly code = 'INVALID_TIME_ZONE';
  readonly kind = 'invalid';
  readonly title = 'Unknown time zone';

  constructor(timeZone: string, path = 'timeZone') {
    const message = `"${timeZone.slice(0, 60)}" is not an IANA time zone. Use a name such as "Europe/London" or "America/New_York".`;
    super(message, { errors: [{ path, code: 'INVALID_TIME_ZONE', message }] });
  }
}
