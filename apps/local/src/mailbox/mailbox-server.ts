import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Contacts, NOBODY } from './contacts';
import type { MailStore } from './mail-store';
import { MessageViewer } from './message-view';
import { mailboxPage, mailDocument, TABS, type Tab } from './page';
import { PhoneRoutes } from './phone-routes';
import { Phones } from './phones';
import { readBody, Refusal, refuseOtherOrigin, sendJson } from './requests';
import type { SimulatedTwilio } from './simulated-twilio';
import { packText } from './text-message';

const PAGE_SIZE = 50;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const isLoopback = (address: string | undefined) => /^(::1|(::ffff:)?127\.)/.test(address ?? '');
const LOOPBACK_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The mailbox page, the guests' phones, and the JSON twins of both. */
export class MailboxServer {
  private readonly viewer: MessageViewer;
  private readonly phones: PhoneRoutes;
  private readonly server: Server;

  constructor(
    private readonly store: MailStore,
    private readonly host: string,
    contacts: Contacts = NOBODY,
    twilio: SimulatedTwilio | null = null,
  ) {
    this.viewer = new MessageViewer(store);
    this.phones = new PhoneRoutes(new Phones(store, this.viewer, contacts, twilio), twilio);
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  /** Resolves to the port, which is a free one where `port` is 0. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, this.host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    try {
      this.refuseStrangers(request);
      await this.route(request, response, new URL(request.url ?? '/', 'http://mailbox'));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'The mailbox could not answer this.');
      if (!(error instanceof Refusal)) console.error(error);
      if (response.headersSent) return void response.destroy();
      response.writeHead(refusal.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ status: refusal.status, detail: refusal.message }));
    }
  }

  /** A web page elsewhere must not read this mailbox through the reader's own browser. */
  private refuseStrangers({ headers }: IncomingMessage): void {
    if (isLoopback(this.host) && !LOOPBACK_NAME.test(headers.host ?? '')) {
      throw new Refusal(421, 'This mailbox answers only to localhost.');
    }
  }

  private async route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method } = request;
    const [, first, id, rest] = url.pathname.split('/');
    const isRead = method === 'GET' || method === 'HEAD';
    if (await this.phones.handle(request, response, url)) return;
    if (isRead && url.pathname === '/') return this.sendPage(response, url, null);
    if (isRead && first === 'messages' && id && !rest) return this.sendPage(response, url, id);
    if (isRead && first === 'messages' && id && rest === 'html') return this.sendMailDocument(response, id);
    if (first === 'api') return this.routeApi(request, response, url);
    throw new Refusal(404, 'There is nothing here.');
  }

  private async routeApi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [, , name, id, rest] = url.pathname.split('/');
    const key = `${request.method} ${name}${id === undefined ? '' : '/id'}${rest === undefined ? '' : '/more'}`;
    switch (key) {
      case 'GET messages':
        sendJson(response, await this.messages(url.searchParams));
        return;
      case 'GET messages/id':
        sendJson(response, (await this.viewer.view(id as string)) ?? missing());
        return;
      case 'GET state':
        sendJson(response, { count: this.store.count, newest: this.store.list({ limit: 1 })[0]?.id ?? '' });
        return;
      case 'DELETE messages':
        refuseOtherOrigin(request);
        await this.store.clear();
        this.viewer.forget();
        response.writeHead(204).end();
        return;
      case 'POST log':
        return this.keepLogged(request, response);
      default:
        throw new Refusal(404, 'There is nothing here.');
    }
  }

  private async messages(params: URLSearchParams): Promise<unknown[]> {
    const limit = Number(params.get('limit') ?? DEFAULT_LIMIT);
    if (!Number.isInteger(limit) || limit < 1) throw new Refusal(400, 'limit is a whole number of 1 or more.');
    // A plus sign in a query string means a space, and phone numbers begin with one.
    const to = params.get('to')?.replace(/^ /, '+') || undefined;
    const found = this.store.list({
      to,
      search: params.get('q') ?? undefined,
      before: params.get('before') ?? undefined,
      limit: Math.min(limit, MAX_LIMIT),
    });
    const views = [];
    for (const { id } of found) views.push(await this.viewer.view(id));
    return views.filter((view) => view !== null);
  }

  private async keepLogged(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLoopback(request.socket.remoteAddress))
      throw new Refusal(403, 'Only programs on this machine may add messages.');
    if (!request.headers['content-type']?.startsWith('application/json')) throw new Refusal(415, 'Send JSON.');
    const { channel, from, to, text } = parseLogged(await readBody(request));
    const id = await this.store.append({ channel, from, to: [to] }, packText({ text }));
    sendJson(response, { id }, 201);
  }

  private async sendPage(response: ServerResponse, url: URL, id: string | null): Promise<void> {
    const search = url.searchParams.get('q')?.trim() ?? '';
    const before = url.searchParams.get('before') ?? undefined;
    const found = this.store.list({ search: search || undefined, before, limit: PAGE_SIZE + 1 });
    const shown = found.slice(0, PAGE_SIZE);
    const summaries = [];
    for (const message of shown) summaries.push(await this.viewer.summary(message));
    const older = new URLSearchParams({ before: shown.at(-1)?.id ?? '', ...(search ? { q: search } : {}) });
    const nonce = randomBytes(16).toString('base64');
    const page = mailboxPage({
      summaries,
      count: this.store.count,
      search,
      olderUrl: found.length > PAGE_SIZE ? `/?${older.toString()}` : null,
      nonce,
      opened: id === null ? null : await this.opened(id, url.searchParams.get('view')),
    });
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      .end(page);
  }

  private async opened(id: string, wanted: string | null) {
    const view = (await this.viewer.view(id)) ?? missing();
    const tab: Tab = TABS.find((name) => name === wanted) ?? (view.html ? 'html' : 'text');
    const source = tab === 'source' ? ((await this.store.read(id))?.toString('utf8') ?? '') : '';
    return { view, tab, source };
  }

  private async sendMailDocument(response: ServerResponse, id: string): Promise<void> {
    const view = (await this.viewer.view(id)) ?? missing();
    const policy =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'";
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      .end(mailDocument(view.html));
  }
}

function missing(): never {
  throw new Refusal(404, 'This message is not here (any more).');
}

function parseLogged(body: string): { channel: 'sms' | 'whatsapp'; from: string; to: string; text: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(400, 'This is not JSON.');
  }
  const { channel, from, to, text } = (value ?? {}) as Record<string, unknown>;
  if (
    (channel !== 'sms' && channel !== 'whatsapp') ||
    typeof from !== 'string' ||
    typeof to !== 'string' ||
    typeof text !== 'string'
  ) {
    throw new Refusal(400, 'Needed are channel (sms or whatsapp), from, to and text.');
  }
  return { channel, from, to, text };
}
