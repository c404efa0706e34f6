import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpAnswer } from '../domain/http-answer';
import { type HttpDoor, HttpSession } from './http-session';

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
  readonly headers: HttpAnswer['headers'];
}

/** Connections are dropped before the other side does it: a request lost on a dying one would be `unknown` for ever. */
const IDLE_MS = 4000;
const CALL_MS = 10_000;

/**
 * The HTTP client under Twilio's library: kept connections, no retries, another address for a double, and an abort of one's own.
 * It never repeats anything: Twilio recognises no repeats.
 */
export class TwilioWire {
  private readonly calls = new AsyncLocalStorage<TwilioCall>();
  private readonly door: HttpDoor;
  private readonly host: string;
  private readonly basePath: string;
  private readonly idle: HttpSession[] = [];
  private readonly sweep: NodeJS.Timeout;
  private isClosed = false;

  constructor(baseUrl: string) {
    const base = new URL(baseUrl);
    const isSecure = base.protocol === 'https:';
    const port = base.port === '' ? (isSecure ? 443 : 80) : Number(base.port);
    this.door = { host: base.hostname.replace(/^\[|\]$/g, ''), port, isSecure };
    this.host = base.host;
    this.basePath = base.pathname.replace(/\/$/, '');
    this.sweep = setInterval(() => this.closeIdle(IDLE_MS), IDLE_MS / 4);
    this.sweep.unref();
  }

  /** Runs a call of the library; what `call` is told stays when it fails. */
  run<T>(call: TwilioCall, ask: () => Promise<T>): Promise<T> {
    return this.calls.run(call, ask);
  }

  /** For the library alone. */
  async request(asked: WireRequest): Promise<WireAnswer> {
    const call = this.calls.getStore() ?? aCall(AbortSignal.timeout(CALL_MS));
    const session = this.findIdle() ?? (await HttpSession.open(this.door, call.signal));
    // nothing is written before the connection stands, so until now nothing can have left
    call.hasConnected = true;
    const { status, headers, body } = await session.ask(this.textOf(asked), call.signal);
    if (session.isUsable && !this.isClosed) this.idle.push(session);
    else session.close();
    call.status = status;
    call.retryAfterMs = secondsOf(headers['retry-after']);
    return { statusCode: status, body, headers };
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.sweep);
    this.closeIdle(0);
  }

  /** The request as it goes over the wire. */
  private textOf({ method, uri, username, password, headers, params, data }: WireRequest): string {
    const asked = new URL(uri);
    const path = `${this.basePath}${asked.pathname}${queryOf(asked.search, params)}`;
    const body = data === undefined ? '' : formOf(data).toString();
    const lines = [
      `${method.toUpperCase()} ${path} HTTP/1.1`,
      `Host: ${this.host}`,
      `Authorization: Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`,
      ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      ...(data === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ];
    if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('A line of the request is broken.');
    return `${lines.join('\r\n')}\r\n\r\n${body}`;
  }

  /** The one that was used last: the others may become old and go. */
  private findIdle(): HttpSession | null {
    for (let session = this.idle.pop(); session !== undefined; session = this.idle.pop()) {
      if (session.isUsable && performance.now() - session.idleSince < IDLE_MS) return session;
      session.close();
    }
    return null;
  }

  private closeIdle(olderThanMs: number): void {
    const now = performance.now();
    const kept = this.idle.splice(0).filter((session) => {
      if (session.isUsable && now - session.idleSince < olderThanMs) return true;
      session.close();
      return false;
    });
    this.idle.push(...kept);
  }
}

export function aCall(signal: AbortSignal): TwilioCall {
  return { signal, hasConnected: false, status: null, retryAfterMs: null };
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
