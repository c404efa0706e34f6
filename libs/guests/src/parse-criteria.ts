import type { Criteria } from './domain/criteria';
import { readCriteria } from './domain/read-criteria';
import { InvalidAudience } from './segment.errors';

/**
 * Reads the criteria of a segment out of JSON.
 *
 * @throws InvalidAudience naming the place, and what would be possible there
 */
export function parseCriteria(json: unknown): Criteria {
  const read = readCriteria(json);
  if ('problem' in read) throw InvalidAudience.at(read.problem.path, read.problem.code, read.problem.message);
  return read.criteria;
}
