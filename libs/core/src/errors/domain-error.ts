/** What kind of trouble it is; the HTTP layer turns it into a status, nobody else knows one. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'unprocessable'
  | 'rate_limited'
  | 'not_ready';

/** One thing that is wrong, at one place of the input. `path` is dotted: `windows.0.start`; empty for the whole. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface DomainErrorDetails {
  readonly errors?: readonly FieldProblem[];
  /** Further members of the answer, for example the new snapshot of an audience that changed. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Only for `rate_limited`: when it is worth trying again. */
  readonly retryAfterSeconds?: number;
}

/**
 * An expected failure with a stable code. Subclasses live beside the noun they speak of
 * (`message.errors.ts`); `detail` is written for the person who has to act on it.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  /** Short and the same for every occurrence of the code. */
  abstract readonly title: string;

  constructor(
    readonly detail: string,
    readonly details: DomainErrorDetails = {},
  ) {
    super(detail);
    this.name = new.target.name;
  }
}
