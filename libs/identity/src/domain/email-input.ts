import { type EmailAddress, parseEmailAddress, ValidationFailed } from '@beckon/core';

/**
 * An e-mail address from the input.
 *
 * @param path the field it came in, for the error
 * @throws ValidationFailed with the reason when it cannot be used
 */
export function readEmail(input: string, path = 'email'): EmailAddress {
  const parsed = parseEmailAddress(input);
  if ('reason' in parsed) throw ValidationFailed.at(path, 'INVALID_EMAIL', parsed.reason);
  return parsed;
}
