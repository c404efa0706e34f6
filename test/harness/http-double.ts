import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a double does with one request instead of answering it. */
export type HttpFault =
  /** Takes it and answers. */
  | 'ok'
  /** The connection dies: before anything was taken, or after it was taken and before the answer. */
  | 'drop_before'
  | 'drop_after'
  /** Takes it and answers 200 with something that makes no sense. */
  | 'nonsense'
  /** Takes it, and answers late. */
  | { readonly delayMs: number }
  /** Refuses; with `isTaken` it has taken the mail and says otherwise. */
  | {
      readonly status: number;
      readonly name: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly isTaken?: boolean;
    };

/** One request as it came. */
export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on a free port of this machine. */
export class HttpDouble {
  private constructor(private readonly server: Server) {}

  static async start(answer: (call: HttpCall, response: ServerResponse) => void): Promise<HttpDouble> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        answer({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }, response);
      });
    });
    // it never closes a connection by itself: a request that comes at that moment would be lost without a test that wants it
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HttpDouble(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Does to an answer what a fault says; `take` notes the mail and gives the answer of a success. */
export function answerWithFault(
  response: ServerResponse,
  fault: HttpFault,
  take: () => unknown,
  refuse: (fault: Extract<HttpFault, { status: number }>) => void,
): void {
  if (fault === 'drop_before') return void response.socket?.destroy();
  if (typeof fault === 'object' && 'status' in fault) {
    if (fault.isTaken === true) take();
    return refuse(fault);
  }
  const answer = take();
  if (fault === 'drop_after') return void response.socket?.destroy();
  if (fault === 'nonsense') return answerJson(response, 200, { ok: 'perhaps' });
  if (typeof fault === 'object') return void setTimeout(() => answerJson(response, 200, answer), fault.delayMs);
  return answerJson(response, 200, answer);
}
