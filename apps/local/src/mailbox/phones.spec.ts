import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { Contact } from './contacts';
import { MailStore } from './mail-store';
import { MailboxServer } from './mailbox-server';
import { SimulatedTwilio } from './simulated-twilio';
import type { PhoneItem } from './phones';

const ACCOUNT = 'ACsimulated00000000000000000000000';
const TOKEN = 'token-only-for-tests';
const AMA: Contact = {
  id: '019a0000-0000-7000-8000-000000000001',
  name: 'Ama <b>Mensah</b>',
  email: 'Ama@example.test',
  phone: '+447700900123',
  eventName: 'Harbour evening',
};
const contacts = {
  byAddress: (addresses: readonly string[]) =>
    Promise.resolve(addresses.some((one) => one === AMA.phone || one === 'ama@example.test') ? [AMA] : []),
  byId: (id: string) => Promise.resolve(id === AMA.id ? AMA : null),
};

describe("guests' phones", () => {
  let dir: string;
  let store: MailStore;
  let server: MailboxServer;
  let twilio: SimulatedTwilio;
  let base: string;
  let product: Server;
  let productUrl: string;
  let hooks: { path: string; form: Record<string, string> }[];
  let productAnswers: number;

  const until = async <T>(look: () => T | Promise<T>, isIt: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; ; tries++) {
      const found = await look();
      if (isIt(found) || tries > 100) return found;
      await new Promise((resume) => setTimeout(resume, 50));
    }
  };
  const send = (form: Record<string, string>, token = TOKEN) =>
    fetch(`${base}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });
  const toAma = (channel: 'sms' | 'whatsapp', Body: string) =>
    send({
      To: `${channel === 'sms' ? '' : 'whatsapp:'}${AMA.phone}`,
      From: channel === 'sms' ? '+15550100123' : 'whatsapp:+15550100124',
      Body,
      StatusCallback: `${productUrl}/webhooks/twilio/status?d=1`,
    });
  const post = (what: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    fetch(`${base}/api/phones/${AMA.id}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const items = async () =>
    ((await (await fetch(`${base}/api/phones/${AMA.id}`)).json()) as { items: PhoneItem[] }).items;
  const statuses = () => hooks.map(({ form }) => form['MessageStatus']);

  beforeEach(async () => {
    hooks = [];
    productAnswers = 204;
    product = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const form = Object.fromEntries(new URLSearchParams(body));
        const url = `${productUrl}${request.url}`;
        const isSigned = validateRequest(TOKEN, String(request.headers['x-twilio-signature']), url, form);
        if (isSigned) hooks.push({ path: request.url ?? '', form });
        response.writeHead(isSigned ? productAnswers : 403).end();
      });
    });
    await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
    productUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
    dir = mkdtempSync(path.join(tmpdir(), 'beckon-phones-'));
    store = MailStore.open(dir);
    twilio = new SimulatedTwilio(
      {
        accountSid: ACCOUNT,
        token: TOKEN,
        senders: { sms: '+15550100123', whatsapp: '+15550100124' },
        inboundUrl: `${productUrl}/webhooks/twilio/inbound`,
      },
      store,
    );
    server = new MailboxServer(store, '127.0.0.1', contacts, twilio);
    base = `http://127.0.0.1:${await server.listen(0)}`;
  });
  afterEach(async () => {
    twilio.close();
    await server.close();
    await store.close();
    await new Promise((resolve) => product.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  });

  it('takes a message as Twilio does, and says with a signed callback that it was sent; it is read when somebody looks', async () => {
    const answer = await toAma('whatsapp', 'Will you come?');
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ status: 'queued', sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) });
    await until(statuses, (seen) => seen.length > 0);
    await new Promise((resume) => setTimeout(resume, 1000));
    expect(statuses()).toEqual(['sent']);
    expect((await items())[0]).toMatchObject({ text: 'Will you come?', status: 'sent', direction: 'in' });
    expect((await post('opened')).status).toBe(204);
    expect((await post('opened')).status).toBe(204);
    expect(await until(statuses, (seen) => seen.length >= 3)).toEqual(['sent', 'delivered', 'read']);
    expect(hooks[2]).toMatchObject({
      path: '/webhooks/twilio/status?d=1',
      form: { AccountSid: ACCOUNT, To: 'whatsapp:+447700900123', From: 'whatsapp:+15550100124' },
    });
    expect((await items())[0]).toMatchObject({ status: 'read' });
  });

  it('says of an SMS that it was delivered, and never that it was read', async () => {
    await toAma('sms', 'Doors at six');
    await until(statuses, (seen) => seen.length > 0);
    await post('opened');
    await until(statuses, (seen) => seen.length > 1);
    await new Promise((resume) => setTimeout(resume, 1000));
    expect(statuses()).toEqual(['sent', 'delivered']);
  });

  it('shows mail, SMS, WhatsApp and answers of one guest in order, and passes answers on as Twilio does', async () => {
    await store.append(
      { channel: 'email', from: 'hello@beckon.local', to: ['ama@example.test'] },
      Buffer.from('Subject: Hello\r\n\r\nA mail'),
    );
    await toAma('sms', 'A text');
    await toAma('whatsapp', 'A chat');
    await store.append(
      { channel: 'email', from: 'hello@beckon.local', to: ['somebody@example.test'] },
      Buffer.from('Subject: Other\r\n\r\nx'),
    );
    expect((await post('replies', { channel: 'whatsapp', text: 'STOP' })).status).toBe(204);
    expect((await items()).map(({ channel, direction }) => [channel, direction])).toEqual([
      ['email', 'in'],
      ['sms', 'in'],
      ['whatsapp', 'in'],
      ['whatsapp', 'out'],
    ]);
    expect(hooks.find((hook) => hook.path === '/webhooks/twilio/inbound')?.form).toMatchObject({
      Body: 'STOP',
      From: 'whatsapp:+447700900123',
      To: 'whatsapp:+15550100124',
      AccountSid: ACCOUNT,
    });
    const list = (await (await fetch(`${base}/api/phones?q=mensah`)).json()) as Record<string, string>[];
    expect(list).toMatchObject([{ key: AMA.id, lastChannel: 'whatsapp', lastText: 'STOP' }]);
  });

  it('says so when the product does not take an answer', async () => {
    productAnswers = 500;
    const answer = await post('replies', { channel: 'sms', text: 'YES' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('did not take the answer (500)');
  });

  it.each([
    ['another token', { To: '+447700900123', From: '+15550100123', Body: 'x' }, 'wrong', 401, 20003],
    ['no number', { To: 'Ama', From: '+15550100123', Body: 'x' }, TOKEN, 400, 21211],
    ['no text', { To: '+447700900123', From: '+15550100123' }, TOKEN, 400, 21602],
    ['two channels', { To: 'whatsapp:+447700900123', From: '+15550100123', Body: 'x' }, TOKEN, 400, 21910],
  ])('refuses %s with the code of Twilio', async (_what, form, token, status, code) => {
    const answer = await send(form, token);
    expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([status, code]);
    expect(store.count).toBe(0);
  });

  it.each([
    ['sms', '+447712321610', 400, 21610],
    ['sms', '+15005550001', 400, 21211],
    ['whatsapp', '+447712321408', 403, 21408],
  ])('refuses %s to %s at once, as the number says', async (channel, phone, status, code) => {
    const prefix = channel === 'sms' ? '' : 'whatsapp:';
    const From = channel === 'sms' ? '+15550100123' : 'whatsapp:+15550100124';
    const answer = await send({ To: prefix + phone, From, Body: 'x' });
    expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([status, code]);
    expect(store.count).toBe(0);
  });

  it.each([
    ['sms', '+447712330003', ['sent', 'undelivered'], '30003', true],
    ['sms', '+447712330007', ['sent', 'undelivered'], '30007', false],
    ['whatsapp', '+447712363024', ['failed'], '63024', false],
  ])('takes %s to %s and tells later that it failed; looking at the phone changes nothing', async (...row) => {
    const [channel, phone, told, code, isPassing] = row;
    const prefix = channel === 'sms' ? '' : 'whatsapp:';
    const form = {
      To: prefix + phone,
      From: channel === 'sms' ? '+15550100123' : 'whatsapp:+15550100124',
      Body: 'x',
      StatusCallback: `${productUrl}/webhooks/twilio/status?d=1`,
    };
    expect((await send(form)).status).toBe(201);
    await until(statuses, (seen) => seen.length >= told.length);
    expect(statuses()).toEqual(told);
    expect(hooks.map(({ form: { ErrorCode } }) => ErrorCode ?? null)).toEqual(
      told.map((word) => (word === 'sent' ? null : code)),
    );
    const at = `${base}/api/phones/${encodeURIComponent(phone)}`;
    await fetch(`${at}/opened`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await new Promise((resume) => setTimeout(resume, 900));
    expect(statuses()).toEqual(told);
    expect(await (await fetch(`${base}/phones/${encodeURIComponent(phone)}`)).text()).toContain(
      `Not delivered (${code})`,
    );
    // the second message
    hooks = [];
    await send(form);
    const then = isPassing ? ['sent'] : told;
    await until(statuses, (seen) => seen.length >= then.length);
    await new Promise((resume) => setTimeout(resume, 900));
    expect(statuses()).toEqual(then);
  });

  it('says on the page which numbers fail', async () => {
    const page = await (await fetch(`${base}/phones`)).text();
    expect(page).toContain('See a message fail');
    expect(page).toMatch(/…21610[^]*opted out by STOP[^]*…63018[^]*WhatsApp rests/);
  });

  it('escapes names and texts, and makes links of web addresses alone', async () => {
    await toAma('sms', 'See https://example.test/r/abc or javascript:alert(1) <img src=x>');
    const page = await (await fetch(`${base}/phones/${AMA.id}`)).text();
    expect(page).toContain('<a href="https://example.test/r/abc"');
    expect(page).not.toMatch(/<img|<b>Mensah|href="javascript/);
  });

  it('lets no page of another site answer or look', async () => {
    for (const what of ['opened', 'replies'])
      expect((await post(what, { channel: 'sms', text: 'STOP' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect(hooks).toEqual([]);
  });
});
