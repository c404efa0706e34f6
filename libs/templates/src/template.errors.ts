import { DomainError, type FieldProblem } from '@beckon/core';
import { PLACEHOLDER_NAMES } from './domain/placeholders';

/** A text uses placeholders that do not exist, or whose value the event does not have. Nothing is sent to anyone. */
export class UnresolvedTokens extends DomainError {
  readonly code = 'UNRESOLVED_TOKENS';
  readonly kind = 'invalid';
  readonly title = 'The text has placeholders without a value';

  /** @param tokens their names as typed */
  constructor(
    readonly tokens: readonly string[],
    errors: readonly FieldProblem[],
  ) {
    const known = PLACEHOLDER_NAMES.join(', ');
    super(`${errors.map((error) => error.message).join(' ')} Known placeholders: ${known}.`, {
      errors,
      extra: { tokens, known: PLACEHOLDER_NAMES },
    });
  }
}
