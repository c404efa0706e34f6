import { classifySesFailure } from './ses-outcome';

const minute = 60_000;

describe('classifySesFailure', () => {
  it.each([
    // name, code, status, message, blame, wait
    ['TooManyRequestsException', undefined, 429, 'Too many', 'pace', 1000],
    ['ThrottlingException', undefined, 400, 'Maximum sending rate exceeded.', 'pace', 1000],
    ['ThrottlingException', undefined, 400, 'Daily message quota exceeded.', 'provider', 10 * minute],
    ['LimitExceededException', undefined, 400, 'Limit', 'provider', 10 * minute],
    ['AccountSuspendedException', undefined, 400, 'Suspended', 'provider', 10 * minute],
    ['SendingPausedException', undefined, 400, 'Paused', 'provider', 10 * minute],
    ['MailFromDomainNotVerifiedException', undefined, 400, 'Not verified', 'provider', 10 * minute],
    ['MessageRejected', undefined, 400, 'Email address is not verified.', 'provider', 10 * minute],
    ['MessageRejected', undefined, 400, 'Message contains a virus', undefined, 10 * minute],
    ['NotFoundException', undefined, 404, 'Configuration set does not exist', 'provider', 10 * minute],
    ['AccessDeniedException', undefined, 403, 'Not authorized', 'provider', 10 * minute],
    ['SomethingNew', undefined, 403, 'No', 'provider', 10 * minute],
    ['CredentialsProviderError', undefined, undefined, 'Could not load credentials', 'provider', 10 * minute],
    ['Error', 'ECONNREFUSED', undefined, 'connect ECONNREFUSED', 'provider', undefined],
    ['Error', 'ENOTFOUND', undefined, 'getaddrinfo ENOTFOUND', 'provider', undefined],
    ['Error', 'CERT_HAS_EXPIRED', undefined, 'certificate has expired', 'provider', undefined],
    ['Error', 'ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'altname', 'provider', undefined],
    ['Error', 'ERR_SSL_WRONG_VERSION_NUMBER', undefined, 'ssl', 'provider', undefined],
    [
      'TimeoutError',
      undefined,
      undefined,
      'the request socket did not establish a connection with the server within',
      'provider',
      undefined,
    ],
  ])('%s %s %s "%s" is surely not sent', (name, code, status, message, blame, retryAfterMs) => {
    expect(classifySesFailure({ name, code, status, message })).toEqual({
      kind: 'not_sent',
      code: code ?? name,
      error: message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(blame !== undefined && { blame }),
    });
  });

  it.each([
    ['InternalServiceErrorException', undefined, 500],
    ['ServiceUnavailable', undefined, 503],
    ['Error', 'ECONNRESET', undefined],
    ['Error', 'EPIPE', undefined],
    ['TimeoutError', undefined, undefined],
    ['TimeoutError', 'ETIMEDOUT', undefined],
    ['AbortError', undefined, undefined],
    ['SyntaxError', undefined, 200],
    ['Error', undefined, 302],
    ['RequestTimeout', undefined, 408],
    ['SomethingNew', undefined, undefined],
  ])('%s %s %s leaves open what happened', (name, code, status) => {
    expect(classifySesFailure({ name, code, status, message: 'lost' }).kind).toBe('unclear');
  });

  it.each([
    ['BadRequestException', 400],
    ['SomethingNew', 400],
    ['SomethingNew', 413],
  ])('%s %s refuses this mail and says nothing of the mailbox', (name, status) => {
    expect(classifySesFailure({ name, code: undefined, status, message: 'no' })).toEqual({
      kind: 'refused',
      code: name,
      error: 'no',
      suppress: false,
    });
  });
});
