import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What became of one call, beside its answer: the library drops headers and does not tell how far a failed request came. */
export interface TwilioCall {
  readonly signal: AbortSignal;
  /** The connection stood, so the request may have left. */
  hasConnected: boolean;
  /** Null while no answer has come. */
  status: number | null;
  retryAfterMs: number | null;
}

/** What Twilio's library asks its HTTP client for. */
interface WireRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

interface WireAnswer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** Connections are dropped before the other side does it: a request lost on a dying one would be `unknown` for ever. */
const IDLE_MS = 4000;
/** The longest list that is asked for stays far below. */
const MAX_ANSWER_BYTES = 4_000_000;
const CALL_MS = 10_000;

/**
 * The HTTP client under Twilio's library: kept connections, no retries, another address for a double, and an abort of one's own.
 * It never repeats anything: Twilio recognises no repeats.
 */
export class TwilioWire {
  private readonly calls = new AsyncLocalStorage<TwilioCall>();
  private readonly base: URL;
  private readonly agent: HttpAgent | HttpsAgent;

  constructor(baseUrl: string, maxSockets: number) {
    this.base = new URL(baseUrl);
    const options = { keepAlive: true, maxSockets, timeout: IDLE_MS };
    this.agent = this.base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Runs a call of the library; what `call` is told stays when it fails. */
  run<T>(call: TwilioCall, ask: () => Promise<T>): Promise<T> {
    return this.calls.run(call, ask);
  }

  /** For the library alone. */
  async request({ method, uri, username, password, headers, params, data }: WireRequest): Promise<WireAnswer> {
    const call = this.calls.getStore() ?? aCall(AbortSignal.timeout(CALL_MS));
    const asked = new URL(uri);
    const path = `${this.base.pathname.replace(/\/$/, '')}${asked.pathname}${queryOf(asked.search, params)}`;
    const body = data === undefined ? null : formOf(data).toString();
    const ask = this.base.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = ask({
      protocol: this.base.protocol,
      hostname: this.base.hostname.replace(/^\[|\]$/g, ''),
      port: this.base.port,
      path,
      method: method.toUpperCase(),
      agent: this.agent,
      signal: call.signal,
      auth: `${username ?? ''}:${password ?? ''}`,
      headers: { ...headers, ...(body !== null && { 'Content-Length': Buffer.byteLength(body) }) },
    });
    watchConnection(request, this.base.protocol === 'https:', call);
    return new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        call.status = response.statusCode ?? 0;
        call.retryAfterMs = secondsOf(response.headers['retry-after']);
        readAnswer(response)
          .then((text) => resolve({ statusCode: call.status ?? 0, body: text, headers: response.headers }))
          .catch((error: unknown) => {
            // half an answer says nothing
            call.status = null;
            reject(error instanceof Error ? error : new Error(String(error)));
          });
      });
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export function aCall(signal: AbortSignal): TwilioCall {
  return { signal, hasConnected: false, status: null, retryAfterMs: null };
}

/** Nothing is written before the connection stands, so until then nothing can have left. */
function watchConnection(request: ClientRequest, isSecure: boolean, call: TwilioCall): void {
  request.on('socket', (socket) => {
    if (request.reusedSocket || !socket.connecting) call.hasConnected = true;
    else socket.once(isSecure ? 'secureConnect' : 'connect', () => (call.hasConnected = true));
  });
}

function readAnswer(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('error', reject);
    response.on('end', () => resolve(text));
    response.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MAX_ANSWER_BYTES) response.destroy(new Error('The answer is too long.'));
    });
  });
}

function formOf(data: Readonly<Record<string, unknown>>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) form.append(name, String(item));
  }
  return form;
}

function queryOf(search: string, params: Readonly<Record<string, unknown>> | undefined): string {
  const query = params === undefined ? '' : formOf(params).toString();
  if (query === '') return search;
  return search === '' ? `?${query}` : `${search}&${query}`;
}

/** `Retry-After` in seconds; a date or nonsense counts as nothing said. */
function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : null;
}
