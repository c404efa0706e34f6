import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Arrival,
  type Behaviour,
  CALM,
  pause,
  type ProviderDouble,
  type TakenMail,
  type Trouble,
} from './provider-double';

const RATE = { 'ratelimit-limit': '500', 'ratelimit-remaining': '499', 'ratelimit-reset': '1' };

/** What is kept under a key. */
interface Kept {
  readonly body: string;
  readonly id: string;
  /** The first answer is still on its way. */
  isOpen: boolean;
}

/**
 * Resend's `POST /emails` as documented: a repeat under a key gets the first answer, another payload under it 409
 * `invalid_idempotent_request`, a repeat that comes while the first is being worked on 409 `concurrent_idempotent_requests`.
 * Without a key every request is a mail of its own. Workers are told apart by the first part of the path.
 */
export class KeyedDouble implements ProviderDouble {
  readonly name = 'resend';
  readonly channels = ['email'] as const;
  readonly isKeyed = true;
  readonly taken: TakenMail[] = [];
  readonly arrivals: Arrival[] = [];
  readonly brokenOff = new Map<string, number>();
  readonly refused = new Set<string>();
  /** Repeats that got the first answer: each would be a second mail at a provider without keys. */
  repeats = 0;
  behaviour: Behaviour = CALM;
  private readonly kept = new Map<string, Kept>();
  private readonly server: Server;

  private constructor(private readonly slowMs: number) {
    this.server = createServer((request, response) => this.serve(request, response));
  }

  /** @param slowMs longer than a worker waits for an answer */
  static async start(slowMs: number): Promise<KeyedDouble> {
    const double = new KeyedDouble(slowMs);
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  settingsFor(worker: string): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      RESEND_API_KEY: 're_chaos',
      RESEND_BASE_URL: `http://127.0.0.1:${port}/${worker}`,
      RESEND_FROM: 'Beckon <events@beckon.test>',
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const worker = (request.url ?? '').split('/')[1] ?? '';
    request.on('error', () => undefined);
    if (this.behaviour.onStage('intent', worker) === 'dead') return void request.destroy();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const key = request.headers['idempotency-key'];
      void this.answer(worker, typeof key === 'string' ? key : null, Buffer.concat(chunks).toString(), response);
    });
  }

  private async answer(worker: string, key: string | null, body: string, response: ServerResponse): Promise<void> {
    const payload = JSON.parse(body);
    const deliveryId = String(payload.tags?.find((tag: any) => tag.name === 'delivery_id')?.value ?? 'no id');
    this.arrivals.push({ deliveryId, worker, at: Date.now() });
    response.on('close', () => {
      if (!response.writableFinished) this.brokenOff.set(deliveryId, Date.now());
    });
    const known = key === null ? undefined : this.kept.get(key);
    if (known !== undefined) {
      this.repeat(known, body, response);
      return;
    }
    const trouble = this.behaviour.troubleFor(deliveryId);
    if (trouble === 'dropped before accepting') return void response.socket?.destroy();
    if (trouble === 'too many requests') {
      say(response, 429, refusal(429, 'rate_limit_exceeded'), { ...RATE, 'retry-after': '1' });
      return;
    }
    if (trouble === 'error before accepting') {
      say(response, 500, refusal(500, 'internal_server_error'));
      return;
    }
    const id = `re-${this.taken.length + 1}`;
    const mail: TakenMail = {
      ...{ deliveryId, channel: 'email', to: payload.to, providerId: id, at: Date.now(), answeredAt: null },
    };
    this.taken.push(mail);
    const kept: Kept = { body, id, isOpen: true };
    if (key !== null) this.kept.set(key, kept);
    this.behaviour.onTaken(mail);
    if (this.behaviour.onStage('midway', worker) === 'dead') {
      kept.isOpen = false;
      return;
    }
    await pause(trouble === 'slower than the time-out' ? this.slowMs : this.behaviour.latencyMs());
    kept.isOpen = false;
    this.close(trouble, id, response);
    mail.answeredAt = Date.now();
    this.behaviour.onStage('answered', worker);
  }

  private close(trouble: Trouble, id: string, response: ServerResponse): void {
    if (trouble === 'dropped after accepting') response.socket?.destroy();
    else if (trouble === 'error after accepting') say(response, 500, refusal(500, 'internal_server_error'));
    else if (trouble === 'malformed answer') say(response, 200, { ok: 'perhaps' });
    else say(response, 200, { id });
  }

  private repeat(known: Kept, body: string, response: ServerResponse): void {
    if (known.body !== body) return say(response, 409, refusal(409, 'invalid_idempotent_request'));
    if (known.isOpen) return say(response, 409, refusal(409, 'concurrent_idempotent_requests'));
    this.repeats++;
    say(response, 200, { id: known.id });
  }
}

const refusal = (statusCode: number, name: string): object => ({ statusCode, name, message: name });

function say(response: ServerResponse, status: number, body: object, headers: Record<string, string> = RATE): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
