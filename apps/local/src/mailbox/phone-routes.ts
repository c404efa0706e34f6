import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { phonePage } from './phone-page';
import { type Phones, ReplyRefused } from './phones';
import { readBody, Refusal, refuseOtherOrigin, sendJson } from './requests';
import type { SimulatedTwilio } from './simulated-twilio';

/** The phones' pages, their JSON twin, and the simulated Twilio's door. */
export class PhoneRoutes {
  constructor(
    private readonly phones: Phones,
    private readonly twilio: SimulatedTwilio | null,
  ) {}

  /** @returns false when the request is for something else */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const parts = url.pathname.split('/').slice(1).map(decoded);
    if (parts[0] === 'phones' && parts.length <= 2 && isRead) {
      await this.sendPage(response, url, parts[1] || null);
      return true;
    }
    if (parts[0] === 'api' && parts[1] === 'phones') {
      await this.api(request, response, url, parts.slice(2));
      return true;
    }
    if (this.twilio !== null && url.pathname === `/2010-04-01/Accounts/${this.twilio.accountSid}/Messages.json`) {
      if (request.method !== 'POST') throw new Refusal(405, 'The simulated Twilio only takes messages.');
      const form = new URLSearchParams(await readBody(request));
      const { status, body } = await this.twilio.create(request.headers.authorization, form);
      sendJson(response, body, status);
      return true;
    }
    return false;
  }

  private async api(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    [key, what]: readonly string[],
  ): Promise<void> {
    if (key === undefined && request.method === 'GET') {
      sendJson(response, await this.phones.list(url.searchParams.get('q') ?? ''));
      return;
    }
    if (!key) throw new Refusal(404, 'There is nothing here.');
    const phone = await this.phones.find(key);
    if (what === undefined && request.method === 'GET') {
      sendJson(response, { ...phone, canReply: this.phones.canReply, items: await this.phones.items(phone) });
      return;
    }
    if (request.method !== 'POST' || (what !== 'opened' && what !== 'replies'))
      throw new Refusal(404, 'There is nothing here.');
    refuseOtherOrigin(request);
    if (!request.headers['content-type']?.startsWith('application/json')) throw new Refusal(415, 'Send JSON.');
    if (what === 'opened') await this.phones.open(phone);
    else await this.reply(phone, await readBody(request));
    response.writeHead(204).end();
  }

  private async reply(phone: Awaited<ReturnType<Phones['find']>>, body: string): Promise<void> {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      throw new Refusal(400, 'This is not JSON.');
    }
    const { channel, text } = (value ?? {}) as Record<string, unknown>;
    try {
      await this.phones.reply(phone, channel, text);
    } catch (error) {
      throw error instanceof ReplyRefused ? new Refusal(400, error.message) : error;
    }
  }

  private async sendPage(response: ServerResponse, url: URL, key: string | null): Promise<void> {
    const search = url.searchParams.get('q')?.trim() ?? '';
    const phone = key === null ? null : await this.phones.find(key);
    const nonce = randomBytes(16).toString('base64');
    const page = phonePage({
      phones: await this.phones.list(search),
      opened: phone === null ? null : { phone, items: await this.phones.items(phone) },
      canReply: this.phones.canReply,
      search,
      nonce,
    });
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      .end(page);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
