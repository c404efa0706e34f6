import type { ServerResponse } from 'node:http';
import { answerJson, answerWithFault, type HttpCall, HttpDouble, type HttpFault } from './http-double';

/** One mail that the double took under a key: the judge of what was sent. */
export interface ResendMail {
  readonly key: string;
  readonly id: string;
  readonly to: string;
  readonly payload: any;
  readonly headers: HttpCall['headers'];
}

/**
 * Resend's `POST /emails` over real HTTP, with a ledger of its own. As documented, the first mail under a key counts, a repeat gets
 * the first answer, and another payload under the same key is 409 `invalid_idempotent_request`.
 */
export class ResendDouble {
  readonly ledger: ResendMail[] = [];
  /** Every request, also those that were refused. */
  readonly calls: { key: string; to: string; at: number }[] = [];
  /** What happens to a mail; also decides for repeats. */
  onSend: (to: string, key: string) => HttpFault = () => 'ok';
  /** Requests a second; no rate headers without it. */
  ratePerSecond: number | null = null;
  private readonly bodies = new Map<string, string>();
  private second = 0;
  private used = 0;
  private http: HttpDouble;

  static async start(): Promise<ResendDouble> {
    const double = new ResendDouble();
    double.http = await HttpDouble.start((call, response) => double.answer(call, response));
    return double;
  }

  get url(): string {
    return this.http.url;
  }

  /** How many mails each address got: repeats under a key count once. */
  countByRecipient(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { to } of this.ledger) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }

  stop(): Promise<void> {
    return this.http.stop();
  }

  private answer(call: HttpCall, response: ServerResponse): void {
    const refuse = (status: number, name: string, message: string, headers = {}): void =>
      answerJson(response, status, { statusCode: status, name, message }, { ...rate, ...headers });
    const rate = this.rateHeaders();
    if (call.method !== 'POST' || call.path !== '/emails') return refuse(404, 'not_found', 'No such endpoint');
    if (call.headers.authorization !== 'Bearer re_test') return refuse(401, 'missing_api_key', 'Missing API key');
    if (rate === null) return refuse(429, 'rate_limit_exceeded', 'Too many requests', { 'retry-after': '1' });
    for (const [name, value] of Object.entries(rate)) response.setHeader(name, value);
    const key = String(call.headers['idempotency-key'] ?? '');
    const payload = JSON.parse(call.body);
    this.calls.push({ key, to: payload.to, at: Date.now() });
    const known = this.bodies.get(key);
    if (known !== undefined && known !== call.body)
      return refuse(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload.');
    return answerWithFault(
      response,
      this.onSend(payload.to, key),
      () => this.take(key, payload, call),
      (fault) => refuse(fault.status, fault.name, fault.message ?? fault.name, fault.headers),
    );
  }

  private take(key: string, payload: any, call: HttpCall): { id: string } {
    const first = this.ledger.find((mail) => mail.key === key);
    if (first !== undefined) return { id: first.id };
    const id = `re-${this.ledger.length + 1}`;
    this.ledger.push({ key, id, to: payload.to, payload, headers: call.headers });
    this.bodies.set(key, call.body);
    return { id };
  }

  /** The headers of this request, counted in; null when the second is used up. */
  private rateHeaders(): Record<string, string> | null {
    if (this.ratePerSecond === null) return {};
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.second) [this.second, this.used] = [second, 0];
    if (++this.used > this.ratePerSecond) return null;
    const remaining = String(this.ratePerSecond - this.used);
    return { 'ratelimit-limit': String(this.ratePerSecond), 'ratelimit-remaining': remaining, 'ratelimit-reset': '1' };
  }
}
