import { classifyResendFailure, rateFactsOf, retryAfterMsOf } from './resend-outcome';

describe('classifyResendFailure', () => {
  it.each([
    // name, status, retry-after, kind, blame, wait
    ['rate_limit_exceeded', 429, null, 'not_sent', 'pace', 1000],
    ['rate_limit_exceeded', 429, 3000, 'not_sent', 'pace', 3000],
    ['application_error', 429, null, 'not_sent', 'pace', 1000],
    ['daily_quota_exceeded', 429, null, 'not_sent', 'provider', 900_000],
    ['monthly_quota_exceeded', 429, 7_200_000, 'not_sent', 'provider', 7_200_000],
    ['concurrent_idempotent_requests', 409, null, 'not_sent', 'pace', 2000],
    ['missing_api_key', 401, null, 'not_sent', 'provider', 60_000],
    ['invalid_api_key', 403, null, 'not_sent', 'provider', 60_000],
    ['restricted_api_key', 401, null, 'not_sent', 'provider', 60_000],
    ['invalid_from_address', 422, null, 'not_sent', 'provider', 60_000],
    ['invalid_access', 422, null, 'not_sent', 'provider', 60_000],
    ['invalid_region', 422, null, 'not_sent', 'provider', 60_000],
    ['security_error', 451, null, 'not_sent', 'provider', 60_000],
    ['not_found', 404, null, 'not_sent', 'provider', 60_000],
    ['method_not_allowed', 405, null, 'not_sent', 'provider', 60_000],
    ['validation_error', 403, null, 'not_sent', 'provider', 60_000],
    ['application_error', 404, null, 'not_sent', 'provider', 60_000],
  ])('%s with %s is surely not sent', (name, status, retryAfterMs, kind, blame, waitMs) => {
    const outcome = classifyResendFailure({ name, status, message: 'no', retryAfterMs });
    expect(outcome).toEqual({ kind, code: name, error: 'no', retryAfterMs: waitMs, blame });
  });

  it.each([
    ['validation_error', 400],
    ['validation_error', 422],
    ['invalid_attachment', 422],
    ['invalid_parameter', 422],
    ['missing_required_field', 422],
    ['application_error', 413],
  ])('%s with %s refuses this mail and says nothing of the mailbox', (name, status) => {
    const outcome = classifyResendFailure({ name, status, message: 'no', retryAfterMs: null });
    expect(outcome).toEqual({ kind: 'refused', code: name, error: 'no', suppress: false });
  });

  it.each([
    ['application_error', null],
    ['application_error', 500],
    ['internal_server_error', 500],
    ['application_error', 502],
    ['application_error', 408],
    ['a_new_name', 503],
    ['a_new_name', null],
    [null, null],
    [null, 302],
  ])('%s with %s leaves open what happened', (name, status) => {
    expect(classifyResendFailure({ name, status, message: '', retryAfterMs: null }).kind).toBe('unclear');
  });

  it('never repeats a key under which another content went out', () => {
    const failure = { name: 'invalid_idempotent_request', status: 409, message: 'differs', retryAfterMs: null };
    expect(classifyResendFailure(failure)).toMatchObject({ kind: 'unclear', contentChanged: true });
  });

  it('keeps addresses out of errors', () => {
    const failure = {
      name: 'validation_error',
      status: 422,
      message: 'Invalid `to`: ana@guests.test',
      retryAfterMs: null,
    };
    expect(classifyResendFailure(failure).error).toBe('Invalid `to`: [address]');
  });
});

describe('the rate headers', () => {
  it.each([
    [{}, { limit: null, remaining: null, resetInMs: null }],
    [
      { 'ratelimit-limit': '10', 'ratelimit-remaining': '0', 'ratelimit-reset': '1' },
      { limit: 10, remaining: 0, resetInMs: 1000 },
    ],
    [
      { 'ratelimit-limit': '10;w=1', 'ratelimit-remaining': 'many' },
      { limit: 10, remaining: null, resetInMs: null },
    ],
  ])('%j are read', (headers, facts) => {
    expect(rateFactsOf(headers)).toEqual(facts);
  });

  it.each([
    [{ 'retry-after': '7', 'ratelimit-remaining': '0', 'ratelimit-reset': '1' }, 7000],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '2' }, 2000],
    [{ 'ratelimit-remaining': '3', 'ratelimit-reset': '2' }, null],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, null],
    [{}, null],
  ])('%j ask for a wait of %s ms', (headers, waitMs) => {
    expect(retryAfterMsOf(headers)).toBe(waitMs);
  });
});
