import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

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
  readonly headers: IncomingHttpHeaders;
}

/** Connections are dropped before the other side does it: a request lost on a dying one would be `unknown` for ever. */
const IDLE_MS = 4000;
const CALL_MS = 10_000;
/** The longest list that is asked for stays far below. */
const MAX_ANSWER_BYTES = 4_000_000;

/**
 * The HTTP client under Twilio's library: kept connections, no retries, another address for a double, and an abort of one's own.
 * It never repeats anything: Twilio recognises no repeats. It stands on undici's dispatcher and not on Node's client, which costs
 * more than all the rest of a send.
 */
export class TwilioWire {
  private readonly calls = new AsyncLocalStorage<TwilioCall>();
  private readonly pool: Pool;
  private readonly basePath: string;

  constructor(baseUrl: string) {
    const { origin, pathname } = new URL(baseUrl);
    this.basePath = pathname.replace(/\/$/, '');
    this.pool = new Pool(origin, {
      // one request at a time on a connection: with two the second one's fate would hang on the first
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      // the signal of each call is the clock
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
      connect: { timeout: CALL_MS },
    });
  }

  /** Runs a call of the library; what `call` is told stays when it fails. */
  run<T>(call: TwilioCall, ask: () => Promise<T>): Promise<T> {
    return this.calls.run(call, ask);
  }

  /** For the library alone. */
  async request({ method, uri, username, password, headers, params, data }: WireRequest): Promise<WireAnswer> {
    const call = this.calls.getStore() ?? aCall(AbortSignal.timeout(CALL_MS));
    const asked = new URL(uri);
    call.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(call, resolve, reject);
      this.pool.dispatch(
        {
          method: method.toUpperCase(),
          path: `${this.basePath}${asked.pathname}${queryOf(asked.search, params)}`,
          headers: {
            ...headers,
            authorization: `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`,
          },
          body: data === undefined ? null : formOf(data).toString(),
          idempotent: false,
        },
        exchange,
      );
    });
  }

  close(): void {
    this.pool.destroy().catch(() => undefined);
  }
}

/** One request and its answer; what happened is noted in the call. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private readonly chunks: Buffer[] = [];
  private statusCode = 0;
  private headers: IncomingHttpHeaders = {};

  constructor(
    private readonly call: TwilioCall,
    private readonly resolve: (answer: WireAnswer) => void,
    private readonly reject: (reason: Error) => void,
  ) {
    call.signal.addEventListener('abort', this.giveUp, { once: true });
  }

  /** The connection stands, and nothing of the request is written yet. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.call.signal.aborted) controller.abort(abortOf(this.call.signal));
    else this.call.hasConnected = true;
  }

  onResponseStart(_: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    this.statusCode = statusCode;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.call.signal.removeEventListener('abort', this.giveUp);
    // half an answer says nothing: only now it counts
    this.call.status = this.statusCode;
    this.call.retryAfterMs = secondsOf(this.headers['retry-after']);
    this.resolve({
      statusCode: this.statusCode,
      body: Buffer.concat(this.chunks).toString('utf8'),
      headers: this.headers,
    });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.call.signal.removeEventListener('abort', this.giveUp);
    this.reject(error);
  }

  /** While it waits for a connection there is nothing to break off; it will not be written then. */
  private readonly giveUp = (): void => {
    const reason = abortOf(this.call.signal);
    this.controller?.abort(reason);
    this.reject(reason);
  };
}

export function aCall(signal: AbortSignal): TwilioCall {
  return { signal, hasConnected: false, status: null, retryAfterMs: null };
}

function abortOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('given up');
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
