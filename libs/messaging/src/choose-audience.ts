import { ValidationFailed } from '@beckon/core';
import { InvalidAudience } from '@beckon/guests';
import { type AudienceChoice, readAudience } from './domain/audience';

/**
 * Whom a caller means. A segment id alone is enough.
 *
 * @throws ValidationFailed when nothing was chosen, InvalidAudience when it cannot be understood
 */
export function chooseAudience(audience: string | undefined, segmentId: string | null | undefined): AudienceChoice {
  const choice = readAudience(audience, segmentId);
  if (!('fault' in choice)) return choice;
  if (audience === undefined) throw ValidationFailed.at(choice.path, 'REQUIRED', choice.fault);
  throw new InvalidAudience(choice.fault, {
    errors: [{ path: choice.path, code: 'INVALID_AUDIENCE', message: choice.fault }],
  });
}
