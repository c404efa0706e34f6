import { EXCLUSION_REASONS, exclusionInWords } from './exclusion-words';

it.each([...EXCLUSION_REASONS, 'not_in_audience'])('%s has a sentence of its own beside the guest', (reason) => {
  expect(exclusionInWords(reason)).not.toBe(exclusionInWords('a_reason_that_is_new'));
  expect(exclusionInWords(reason)).toMatch(/^[A-Z][^_]*\.$/);
});
