import type { Trouble } from '../channels/channel';
import type { RateFacts } from './rate-window';
import { firstLine } from './smtp-outcome';

/** What Resend, or the library in its place, said went wrong. Anything may be missing: proxies answer too. */
export interface ResendFailure {
  readonly name: string | null;
  /** The HTTP status; null when there was no answer, or one that could not be read. */
  readonly status: number | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

type Class = 'setup' | 'quota' | 'pace' | 'busy' | 'refused' | 'changed';

/** Source: resend.com/docs/api-reference/errors; `validation_error` and the two server errors are decided by their status. */
const byName: Readonly<Record<string, Class>> = {
  rate_limit_exceeded: 'pace',
  daily_quota_exceeded: 'quota',
  monthly_quota_exceeded: 'quota',
  concurrent_idempotent_requests: 'busy',
  invalid_idempotent_request: 'changed',
  missing_api_key: 'setup',
  invalid_api_key: 'setup',
  restricted_api_key: 'setup',
  invalid_access: 'setup',
  invalid_region: 'setup',
  invalid_from_address: 'setup',
  invalid_idempotency_key: 'setup',
  security_error: 'setup',
  not_found: 'setup',
  method_not_allowed: 'setup',
  invalid_attachment: 'refused',
  invalid_parameter: 'refused',
  missing_required_field: 'refused',
};

/** 403 `validation_error` speaks of our domain, 400 and 422 of this one mail. */
const byStatus: Readonly<Record<number, Class>> = {
  400: 'refused',
  401: 'setup',
  403: 'setup',
  404: 'setup',
  405: 'setup',
  413: 'refused',
  422: 'refused',
  429: 'pace',
};

const SETUP_WAIT_MS = 60_000;
const QUOTA_WAIT_MS = 15 * 60_000;
const PACE_WAIT_MS = 1000;
const BUSY_WAIT_MS = 2000;

/**
 * Sorts an answer of Resend that is no success. Without an answer, after a 5xx and for nonsense nobody knows; the key makes
 * repeating safe. "Same key, other content" means that a message went out which we no longer make: never a new key.
 */
export function classifyResendFailure({ name, status, message, retryAfterMs }: ResendFailure): Trouble {
  const code = name ?? (status === null ? 'NO_ANSWER' : String(status));
  const error = firstLine(message);
  const found = byName[name ?? ''] ?? byStatus[status ?? 0];
  switch (found) {
    case 'setup':
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? SETUP_WAIT_MS, blame: 'provider' };
    case 'quota':
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? QUOTA_WAIT_MS, blame: 'provider' };
    case 'pace':
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? PACE_WAIT_MS, blame: 'pace' };
    case 'busy':
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? BUSY_WAIT_MS, blame: 'pace' };
    case 'refused':
      return { kind: 'refused', code, error, suppress: false };
    case 'changed':
      return { kind: 'unclear', code, error, contentChanged: true };
    default:
      return { kind: 'unclear', code, error };
  }
}

/** Reads `ratelimit-limit`, `-remaining` and `-reset` (seconds). Source: resend.com/docs/api-reference/rate-limit */
export function rateFactsOf(headers: Readonly<Record<string, string>>): RateFacts {
  const resetInS = numberIn(headers['ratelimit-reset']);
  return {
    limit: numberIn(headers['ratelimit-limit']),
    remaining: numberIn(headers['ratelimit-remaining']),
    resetInMs: resetInS === null ? null : resetInS * 1000,
  };
}

/** How long the provider asks to wait: `retry-after` in seconds, else the reset of a used-up window; null when it says nothing. */
export function retryAfterMsOf(headers: Readonly<Record<string, string>>): number | null {
  const seconds = numberIn(headers['retry-after']);
  if (seconds !== null) return seconds * 1000;
  const { remaining, resetInMs } = rateFactsOf(headers);
  return remaining === 0 ? resetInMs : null;
}

/** The first number of a header such as `10` or `10;w=1`. */
function numberIn(text: string | undefined): number | null {
  const digits = /^\s*(\d{1,7}(?:\.\d{1,3})?)/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
