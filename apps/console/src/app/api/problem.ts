import { HttpErrorResponse } from '@angular/common/http';

/** One field's part of a problem. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What the API said when something did not work, or that it could not be asked. */
export class Problem extends Error {
  // eslint-disable-next-line max-params -- the members of problem+json
  constructor(
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** The API's stable code; `OFFLINE` without an answer, `UNEXPECTED` without a readable one. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null,
    readonly errors: readonly FieldProblem[] = [],
    /** Further members of the answer, for example the new count of `AUDIENCE_CHANGED`. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
  }

  /** The sentence for one field, or null. */
  of(path: string): string | null {
    return this.errors.find((error) => error.path === path)?.message ?? null;
  }
}

/** Makes a Problem of whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof HttpErrorResponse)) return new Problem(0, 'UNEXPECTED', 'Something went wrong', '', null);
  if (error.status === 0) return new Problem(0, 'OFFLINE', 'No connection', '', null);
  const body = readBody(error.error);
  const requestId = text(body['requestId']) ?? error.headers.get('X-Request-Id');
  const code = text(body['code']);
  if (code === null) return new Problem(error.status, 'UNEXPECTED', 'Something went wrong', '', requestId);
  return new Problem(
    error.status,
    code,
    text(body['title']) ?? code,
    text(body['detail']) ?? '',
    requestId,
    Array.isArray(body['errors']) ? (body['errors'] as FieldProblem[]) : [],
    body,
  );
}

function readBody(body: unknown): Record<string, unknown> {
  if (typeof body === 'string') {
    try {
      return readBody(JSON.parse(body));
    } catch {
      return {};
    }
  }
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
