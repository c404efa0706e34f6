import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';

/** A webhook as it came over the wire. Its signature covers these very bytes. */
export interface SignedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Path and query as they were asked for. */
  readonly originalUrl: string;
}

/** The body of everything below `/webhooks` is kept as bytes; a request without one has none. */
export function signedRequestOf({ headers, body, originalUrl }: Request): SignedRequest {
  return { headers, body: Buffer.isBuffer(body) ? body.toString('utf8') : '', originalUrl };
}

/** Some headers of a request, for the record. */
export function pickHeaders(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const picked = names.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(picked.filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string'));
}
