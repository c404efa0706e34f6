import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Outgoing } from './channel';
import { SmtpChannel } from './smtp.channel';

const clock = { now: () => new Date('2026-11-22T10:00:00Z') };
const outgoing = (text = 'Doors open at six.', to = 'ama@guests.test'): Outgoing => ({
  deliveryId: '0192f3a1-0000-7000-8000-000000000001',
  to,
  subject: 'Tonight',
  text,
  html: null,
  unsubscribeUrl: null,
  envelope: { from: { name: 'Efua', address: 'events@beckon.test' }, replyTo: null, listId: null },
});
const never = new AbortController().signal;

/** What a scripted server says to one line; null: hang up; undefined: stay silent. */
type Script = (line: string, turn: { readonly session: number; readonly mail: number }) => string | null | undefined;

/** A server that says exactly what the script wants and keeps every message whose final dot it saw. */
async function scripted(script: Script): Promise<{
  url: string;
  messages: string[];
  lines: string[];
  sessions(): number;
  hangUp(): void;
  stop(): void;
}> {
  const messages: string[] = [];
  const lines: string[] = [];
  const sockets = new Set<net.Socket>();
  let sessions = 0;
  const server = net.createServer((socket) => {
    const session = ++sessions;
    let mail = 0;
    let rest = '';
    let isData = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    const say = (line: string): void => {
      const reply = script(line, { session, mail });
      if (reply === null) socket.destroy();
      else if (reply !== undefined) socket.write(`${reply}\r\n`);
      if (line === 'DATA' && reply?.startsWith('354')) isData = true;
    };
    socket.write('220 scripted ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest += chunk.toString();
      for (;;) {
        const end = rest.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const piece = rest.slice(0, end);
        rest = rest.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mail++;
          messages.push(piece);
          say('.');
        } else {
          lines.push(piece);
          say(piece);
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    lines,
    sessions: () => sessions,
    hangUp: () => sockets.forEach((socket) => socket.destroy()),
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

const friendly =
  (ehlo: string): Script =>
  (line) => {
    if (line.startsWith('EHLO')) return ehlo;
    if (line === 'DATA') return '354 go on';
    return line === '.' ? '250 2.0.0 Ok: queued as 4F2A' : '250 ok';
  };
const pipelining = '250-scripted\r\n250-PIPELINING\r\n250 SIZE 1000000';

describe('SmtpChannel', () => {
  const opened: { stop?(): void; close?(): Promise<void> }[] = [];
  const serve = async (script: Script) => {
    const server = await scripted(script);
    opened.push(server);
    const channel = new SmtpChannel(
      { provider: 'smtp', from: { name: 'Efua', address: 'events@beckon.test' }, url: server.url, maxConnections: 5 },
      clock,
    );
    opened.push(channel);
    return { server, channel };
  };
  afterEach(async () => {
    for (const thing of opened.splice(0)) {
      await thing.close?.();
      thing.stop?.();
    }
  });

  it.each([
    ['with pipelining', pipelining],
    ['one command at a time', '250 scripted'],
    ['with an answer of several lines', `250-scripted\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 HELP`],
  ])('hands mails over one session, %s', async (_how, ehlo) => {
    const { server, channel } = await serve(friendly(ehlo));
    for (const to of ['ama@guests.test', 'kofi@guests.test', 'yaw@münchen.test'])
      expect(await channel.send(outgoing('Hello', to), never)).toEqual({ kind: 'accepted', providerMessageId: '4F2A' });
    expect(server.messages).toHaveLength(3);
    expect(server.sessions()).toBe(1);
    expect(server.lines.filter((line) => line.startsWith('RCPT'))).toEqual([
      'RCPT TO:<ama@guests.test>',
      'RCPT TO:<kofi@guests.test>',
      'RCPT TO:<yaw@xn--mnchen-3ya.test>',
    ]);
  });

  it('keeps every dot of a text, and no text can end the message', async () => {
    const { server, channel } = await serve(friendly(pipelining));
    const text = '.\n..\n.\r\n.\rMAIL FROM:<evil@guests.test>\n.hidden\nend';
    expect(await channel.send(outgoing(text), never)).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(1);
    const sent = server.messages[0]!.split('\r\n\r\n')[1]!.replace(/^\./gm, '');
    expect(sent).toBe('.\r\n..\r\n.\r\n.\r\nMAIL FROM:<evil@guests.test>\r\n.hidden\r\nend');
    expect(server.lines.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
  });

  it('sends nothing when the recipient is refused and goes on with the next on the same session', async () => {
    const { server, channel } = await serve((line, turn) => {
      if (line === 'RCPT TO:<gone@guests.test>') return '550 5.1.1 <gone@guests.test> unknown';
      if (line === 'DATA' && server.lines.at(-2)!.includes('gone')) return '503 no recipient';
      return friendly(pipelining)(line, turn);
    });
    expect(await channel.send(outgoing('Hello', 'gone@guests.test'), never)).toEqual({
      kind: 'refused',
      code: '550',
      error: '550 5.1.1 <[address]> unknown',
      suppress: true,
    });
    expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(1);
    expect(server.sessions()).toBe(1);
    expect(server.lines).toContain('RSET');
  });

  it('hangs up on a server that asks for the message although it refused the recipient', async () => {
    const { server, channel } = await serve((line, turn) =>
      line.startsWith('RCPT') && turn.session === 1 ? '550 5.1.1 unknown' : friendly(pipelining)(line, turn),
    );
    expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'refused' });
    expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(1);
    expect(server.sessions()).toBe(2);
  });

  it.each<[string, Script, object]>([
    [
      'the greeting is followed by silence and the end',
      (line) => (line.startsWith('EHLO') ? null : undefined),
      { kind: 'not_sent', blame: 'provider' },
    ],
    [
      'the connection ends before the message',
      (line, turn) => (line === 'DATA' ? null : friendly(pipelining)(line, turn)),
      { kind: 'not_sent', blame: 'provider' },
    ],
    [
      'the connection ends after the final dot',
      (line, turn) => (line === '.' ? null : friendly(pipelining)(line, turn)),
      { kind: 'unclear' },
    ],
    [
      'the message is refused',
      (line, turn) => (line === '.' ? '554 5.6.0 malformed' : friendly(pipelining)(line, turn)),
      { kind: 'refused', suppress: false },
    ],
    [
      'the message is put off',
      (line, turn) => (line === '.' ? '451 4.3.0 later' : friendly(pipelining)(line, turn)),
      { kind: 'not_sent', code: '451' },
    ],
    [
      'the server shuts down',
      (line, turn) => (line.startsWith('MAIL') ? '421 4.3.2 bye' : friendly(pipelining)(line, turn)),
      { kind: 'not_sent', blame: 'provider', code: '421' },
    ],
    [
      'the answer is nonsense',
      (line, turn) => (line === '.' ? 'what?' : friendly(pipelining)(line, turn)),
      { kind: 'unclear' },
    ],
  ])('%s', async (_what, script, outcome) => {
    const { channel } = await serve(script);
    expect(await channel.send(outgoing(), never)).toMatchObject(outcome);
  });

  it.each<[string, string, object]>([
    ['before the message', 'DATA', { kind: 'not_sent' }],
    ['after the final dot', '.', { kind: 'unclear' }],
  ])('gives up at the time-out %s', async (_when, silentAt, outcome) => {
    const { channel } = await serve((line, turn) => (line === silentAt ? undefined : friendly(pipelining)(line, turn)));
    expect(await channel.send(outgoing(), AbortSignal.timeout(150))).toMatchObject(outcome);
  });

  it('gives up at the time-out while connecting', async () => {
    const { channel } = await serve(() => undefined);
    expect(await channel.send(outgoing(), AbortSignal.timeout(150))).toMatchObject({
      kind: 'not_sent',
      blame: 'provider',
    });
  });

  it('opens a new session when the server has closed the idle one, without a word to anybody', async () => {
    const { server, channel } = await serve(friendly(pipelining));
    await channel.send(outgoing(), never);
    server.hangUp();
    expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(2);
    expect(server.sessions()).toBe(2);
  });

  it('says that nothing can be sent when nobody listens', async () => {
    const { server, channel } = await serve(friendly(pipelining));
    server.stop();
    expect(await channel.send(outgoing(), never)).toMatchObject({ kind: 'not_sent', blame: 'provider' });
  });

  describe('with TLS and credentials', () => {
    const start = async (password: string): Promise<SmtpChannel> => {
      const warn = jest.spyOn(console, 'error').mockImplementation(() => undefined); // about its well-known test certificate
      const server = new SMTPServer({
        onAuth: ({ username, password: given }, _session, done) =>
          given === 'right'
            ? done(null, { user: username })
            : done(Object.assign(new Error('5.7.8 bad credentials'), { responseCode: 535 })),
        onData: (stream, session, done) => {
          stream.resume();
          stream.on('end', () => (session.secure ? done() : done(new Error('not encrypted'))));
        },
      });
      warn.mockRestore();
      server.on('error', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
      const { port } = server.server.address() as AddressInfo;
      const channel = new SmtpChannel(
        {
          provider: 'smtp',
          from: { name: 'Efua', address: 'events@beckon.test' },
          url: `smtp://ama:${password}@127.0.0.1:${port}?requireTLS=true&tls.rejectUnauthorized=false`,
          maxConnections: 5,
        },
        clock,
      );
      opened.push(channel, { stop: () => server.close(() => undefined) });
      return channel;
    };

    it('encrypts, signs in and sends', async () => {
      expect(await (await start('right')).send(outgoing(), never)).toMatchObject({ kind: 'accepted' });
    });

    it("takes wrong credentials for the provider's trouble, not the guest's", async () => {
      expect(await (await start('wrong')).send(outgoing(), never)).toMatchObject({
        kind: 'not_sent',
        code: 'EAUTH',
        blame: 'provider',
      });
    });
  });
});
