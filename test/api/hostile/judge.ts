import { seed } from './random';
import type { WireAnswer, WireRequest } from './wire';

/** Traces of our insides that no caller may see. */
const insides =
  /\n\s+at |node_modules|\.[jt]s:\d+|\b(kysely|mikro-?orm|queryfailed|pg_catalog|errno|syntax error at)\b|violates .* constraint/i;
const MEMBERS = ['type', 'title', 'status', 'code', 'requestId'] as const;

/** What is wrong with an answer to hostile input; null when nothing is. */
export function faultOf({ status, headers, text }: WireAnswer): string | null {
  if (status >= 500 || status === 0) return 'the server broke';
  if (typeof headers['x-request-id'] !== 'string') return 'X-Request-Id is missing';
  if (insides.test(text) && status >= 400) return 'the answer shows our insides';
  return status >= 400 ? faultOfProblem({ status, headers, text }) : null;
}

function faultOfProblem({ status, headers, text }: WireAnswer): string | null {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return 'the failure is no problem+json';
  const problem = parse(text);
  if (problem === null) return 'the problem is no JSON object';
  const missing = MEMBERS.filter((member) => problem[member] === undefined || problem[member] === '');
  if (missing.length > 0) return `the problem has no ${missing.join(', ')}`;
  if (problem.status !== status) return `the problem says ${String(problem.status)}`;
  if (problem.requestId !== headers['x-request-id']) return 'requestId and X-Request-Id differ';
  if (text.length > 20_000) return `the problem is ${text.length} characters long`;
  return null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** One line that is enough to see, and to repeat, what happened. */
export function report(fault: string, request: WireRequest, answer: WireAnswer): string {
  const cut = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}... (${text.length})` : text);
  const body = request.body === undefined ? '' : ` ${cut(JSON.stringify(request.body.toString('latin1')))}`;
  const headers = request.headers ? ` ${cut(JSON.stringify(request.headers))}` : '';
  return `[seed ${seed}] ${fault}: ${request.method} ${cut(request.path)}${headers}${body} -> ${answer.status} ${cut(answer.text)}`;
}
