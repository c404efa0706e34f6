import type { Trouble } from '../channels/channel';
import { firstLine } from './smtp-outcome';

/** What is known of a failed call to SES. */
export interface SesFailure {
  /** The error's name: an SES exception, or one of the AWS library. */
  readonly name: string;
  /** Node's or OpenSSL's code of a connection that failed. */
  readonly code: string | undefined;
  /** The HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  readonly message: string;
}

/** Source: docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html and "common errors" of AWS. */
const tooFast = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling', 'RequestLimitExceeded']);
const aboutUs = new Set([
  'AccountSuspendedException',
  'SendingPausedException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
  'LimitExceededException',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Connections that were never made, so no byte of the mail has left. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EPROTO',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'HOSTNAME_MISMATCH',
]);

const RATE_WAIT_MS = 1000;
/** AWS advises up to ten minutes. Source: docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html */
const LONG_WAIT_MS = 10 * 60_000;

/**
 * Sorts a failed SendEmail. SES knows no keys: whatever may have been taken is `unclear` and never repeated, and that is
 * every 5xx and every connection that ended after it was made.
 */
export function classifySesFailure(failure: SesFailure): Trouble {
  const { name, status } = failure;
  const error = firstLine(failure.message);
  const code = (failure.code ?? name).slice(0, 60);
  if (isNeverConnected(failure)) return { kind: 'not_sent', code, error, blame: 'provider' };
  if (aboutUs.has(name)) return { kind: 'not_sent', code, error, retryAfterMs: LONG_WAIT_MS, blame: 'provider' };
  if (status === undefined || status >= 500 || status < 400) return { kind: 'unclear', code, error };
  if (tooFast.has(name) || status === 429) {
    const isDaily = /daily/i.test(failure.message);
    if (isDaily) return { kind: 'not_sent', code, error, retryAfterMs: LONG_WAIT_MS, blame: 'provider' };
    return { kind: 'not_sent', code, error, retryAfterMs: RATE_WAIT_MS, blame: 'pace' };
  }
  if (name === 'MessageRejected') {
    // "Email address is not verified" speaks of our account; any other rejection of this text
    const isSetup = /not verified/i.test(failure.message);
    return { kind: 'not_sent', code, error, retryAfterMs: LONG_WAIT_MS, ...(isSetup && { blame: 'provider' }) };
  }
  if (status === 401 || status === 403 || status === 404)
    return { kind: 'not_sent', code, error, retryAfterMs: LONG_WAIT_MS, blame: 'provider' };
  if (status === 408) return { kind: 'unclear', code, error };
  return { kind: 'refused', code, error, suppress: false };
}

function isNeverConnected({ name, code, message }: SesFailure): boolean {
  if (code !== undefined && (neverConnected.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_')))
    return true;
  return name === 'TimeoutError' && message.includes('did not establish a connection');
}
