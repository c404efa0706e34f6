import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailStore } from './mail-store';
import { MailboxServer } from './mailbox-server';
import { listenForMail } from './smtp-catcher';

const HOSTILE = '<script>alert(1)</script>"\'&';
const MAIL = [
  'From: "Host <b>" <hello@beckon.local>',
  `Subject: =?utf-8?B?${Buffer.from(`Grüße ${HOSTILE}`).toString('base64')}?=`,
  'List-Unsubscribe: <https://example.test/u/1>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Hello text',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  `<p>Hello html</p>${HOSTILE}`,
  '--b--',
  '',
].join('\r\n');

/** Speaks SMTP line by line, waiting for each answer. */
function smtp(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const waiting = [...lines];
    let seen = '';
    socket.on('error', reject);
    socket.on('close', () => resolve(seen));
    socket.on('data', (chunk) => {
      seen += String(chunk);
      if (!/^\d{3} [^\r]*\r\n$/m.test(String(chunk))) return;
      const next = waiting.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
  });
}

describe('the development mailbox', () => {
  let dir: string;
  let store: MailStore;
  let server: MailboxServer;
  let catcher: Awaited<ReturnType<typeof listenForMail>>;
  let base: string;
  const json = async (url: string) => (await (await fetch(`${base}${url}`)).json()) as Record<string, string>[];

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'beckon-mailbox-'));
    store = MailStore.open(dir);
    server = new MailboxServer(store, '127.0.0.1');
    base = `http://127.0.0.1:${await server.listen(0)}`;
    catcher = await listenForMail(store, 0);
    await smtp(catcher.port, [
      'HELO here',
      'MAIL FROM:<bounce@beckon.local>',
      'RCPT TO:<ama@example.test>',
      'DATA',
      `${MAIL}\r\n.`,
      'QUIT',
    ]);
  });
  afterAll(async () => {
    await catcher.close();
    await server.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('shows a mail that came by SMTP in its JSON list, parsed', async () => {
    const [mail] = await json('/api/messages?to=AMA@example.test');
    expect(mail).toMatchObject({
      channel: 'email',
      to: 'ama@example.test',
      subject: `Grüße ${HOSTILE}`,
      headers: { 'list-unsubscribe': '<https://example.test/u/1>' },
    });
    expect(mail?.['text']).toContain('Hello text');
    expect(mail?.['html']).toContain('<p>Hello html</p>');
    expect(Date.parse(mail?.['receivedAt'] ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it.each(['', '?view=text', '?view=headers', '?view=source', '?q=%3Cscript%3Ealert(1)'])(
    'escapes whatever a mail or a search contains (%s)',
    async (query) => {
      const [mail] = await json('/api/messages');
      for (const url of [`/${query}`, `/messages/${mail?.['id']}${query}`]) {
        const answer = await fetch(`${base}${url}`);
        expect(answer.status).toBe(200);
        expect(await answer.text()).not.toContain('<script>alert');
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      }
    },
  );

  it('serves the HTML of a mail only as a sandboxed document', async () => {
    const [mail] = await json('/api/messages');
    const answer = await fetch(`${base}/messages/${mail?.['id']}/html`);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^sandbox (?!.*allow-scripts)(?!.*allow-same-origin).*default-src 'none'/,
    );
    expect(await answer.text()).toContain('<p>Hello html</p>');
  });

  it('takes text messages from the log stub and finds them by telephone number', async () => {
    const message = { channel: 'sms', from: 'Beckon', to: '+447700900123', text: 'Doors <b>open</b>' };
    const answer = await fetch(`${base}/api/log`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    expect(answer.status).toBe(201);
    expect((await json('/api/messages?to=+447700900123'))[0]).toMatchObject(message);
  });

  it.each([
    ['a broken body', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }, 400],
    [
      'another channel',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"channel":"fax"}' },
      400,
    ],
    ['a form of another site', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
  ])('refuses %s', async (_what, request, status) => {
    expect((await fetch(`${base}/api/log`, request)).status).toBe(status);
  });

  it.each(['/api/messages/999999', '/messages/abc', '/nothing', '/api/nothing'])('answers 404 for %s', async (url) => {
    expect((await fetch(`${base}${url}`)).status).toBe(404);
  });

  it('does not let another site delete the messages; its own page may', async () => {
    expect(
      (await fetch(`${base}/api/messages`, { method: 'DELETE', headers: { origin: 'https://evil.example' } })).status,
    ).toBe(403);
    expect((await json('/api/messages')).length).toBeGreaterThan(0);
    expect((await fetch(`${base}/api/messages`, { method: 'DELETE', headers: { origin: base } })).status).toBe(204);
    expect(await json('/api/messages')).toEqual([]);
  });
});
