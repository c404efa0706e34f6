import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type FieldProblem } from '../errors/domain-error';

/** The body of a failure, and what goes into its headers. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** True when nobody foresaw it: it is logged with its stack and told to the caller without. */
  readonly unexpected: boolean;
}

const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  unprocessable: 422,
  rate_limited: 429,
  not_ready: 503,
};

/** Failures that the framework raises before our code sees the request. */
const frameworkProblems: Record<number, { code: string; title: string; detail: string }> = {
  400: {
    code: 'VALIDATION_FAILED',
    title: 'Some of the input is not valid',
    detail: 'The request could not be read. Check that the body is valid JSON.',
  },
  401: {
    code: 'UNAUTHENTICATED',
    title: 'Sign in first',
    detail: 'Send a valid access token or API key in the Authorization header.',
  },
  403: { code: 'FORBIDDEN', title: 'Your role does not allow this', detail: 'Your role does not allow this.' },
  404: { code: 'NOT_FOUND', title: 'Not found', detail: 'There is nothing at this address.' },
  405: { code: 'METHOD_NOT_ALLOWED', title: 'Method not allowed', detail: 'This address does not know this method.' },
  408: {
    code: 'REQUEST_TIMEOUT',
    title: 'The request took too long',
    detail: 'The request did not arrive completely in time. Try again.',
  },
  413: { code: 'PAYLOAD_TOO_LARGE', title: 'Too large', detail: 'The body is larger than this address accepts.' },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'Unsupported media type',
    detail: 'Send application/json, or what the documentation names for this address.',
  },
  429: { code: 'RATE_LIMITED', title: 'Too many requests', detail: 'Too many requests. Wait a little and try again.' },
  503: { code: 'NOT_READY', title: 'Not ready', detail: 'The service is not ready yet. Try again shortly.' },
};

/** SQLSTATE classes that say "the value cannot be stored": bad input that no rule caught, never our crash. */
const badValue = /^22/;

/** Turns anything that was thrown into the one shape of failure. Never shows internals of an unexpected one. */
export function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    const { errors, extra, retryAfterSeconds } = error.details;
    return {
      status: statusOf[error.kind],
      code: error.code,
      title: error.title,
      detail: error.detail,
      unexpected: false,
      ...(errors && { errors }),
      ...(extra && { extra }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }
  const status = httpStatusOf(error);
  if (status !== null && status < 500) {
    const known = frameworkProblems[status] ?? {
      code: 'REQUEST_REFUSED',
      title: 'Request refused',
      detail: 'The request was refused.',
    };
    return { status, ...known, unexpected: false };
  }
  if (status === 503) return { status, ...frameworkProblems[503]!, unexpected: false };
  if (badValue.test(sqlStateOf(error) ?? '')) {
    return {
      status: 400,
      ...frameworkProblems[400]!,
      detail: 'A value cannot be stored as it is. Check the input.',
      unexpected: true,
    };
  }
  return {
    status: 500,
    code: 'INTERNAL',
    title: 'Something went wrong on our side',
    detail: 'Nothing you did. Try again; if it stays, ask for help and name the request id.',
    unexpected: true,
  };
}

function httpStatusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  // body-parser and busboy mark their errors with `status` and `expose`
  if (typeof error === 'object' && error !== null && 'status' in error && 'expose' in error) {
    return typeof error.status === 'number' ? error.status : null;
  }
  return error instanceof URIError ? 400 : null;
}

function sqlStateOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
