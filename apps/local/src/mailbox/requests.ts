import type { IncomingMessage, ServerResponse } from 'node:http';

/** Longer than any SMS, WhatsApp message or form that belongs here. */
const MAX_BODY_BYTES = 64_000;

/** An answer that ends the request with a plain reason. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}

/** @throws Refusal when it is too long */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, 'This is too long for a text message.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws Refusal when a page of another site asks */
export function refuseOtherOrigin({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    throw new Refusal(403, 'Requests from other sites are refused.');
}
