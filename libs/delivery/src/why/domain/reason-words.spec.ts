import { LEDGER_REASONS } from '../delivery-reasons';
import { causeInWords } from '../../progress/domain/cause-in-words';
import { exclusionWords } from './guest-words';
import { troubleWords } from './trouble-words';

const details = { since: null, sharesAddressWith: null };

describe('every reason of the ledger has words of its own', () => {
  it.each(LEDGER_REASONS)('$reason: one sentence beside a count', ({ status, reason }) => {
    const words = causeInWords(status, reason, null);
    expect(words).not.toBe(causeInWords(status, 'a_reason_that_is_new', null));
    expect(words).toMatch(/^[A-Z][^_]*\.$/);
  });

  // what has expired is told with its time, by the answer itself
  it.each(LEDGER_REASONS.filter(({ status, reason }) => status === 'skipped' && reason !== 'expired'))(
    '$reason: a clause after "No:"',
    ({ reason }) => {
      expect(exclusionWords(reason, 'whatsapp', details)).not.toMatch(/^left out|_|\.$/);
    },
  );

  it.each(LEDGER_REASONS.filter(({ status }) => status === 'bounced' || status === 'failed'))(
    '$reason: a clause about what went wrong',
    ({ reason }) => {
      const words = troubleWords({ code: null, error: null, reason });
      expect(words).not.toMatch(/^nobody said why|_|\.$/);
    },
  );

  it.each(LEDGER_REASONS.filter(({ status }) => status === 'suppressed'))('$reason: since when', ({ reason }) => {
    expect(exclusionWords(reason, 'email', { ...details, since: '3 Nov' })).not.toMatch(/must not be written to|_|\.$/);
  });
});
