import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { HttpSession } from './http-session';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const ASK = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('an HTTP session', () => {
  let server: Server;
  let sockets: Socket[];
  /** What the server does with each request. */
  let onRequest: (socket: Socket, n: number) => void;
  let requests: number;

  beforeEach(async () => {
    sockets = [];
    requests = 0;
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => onRequest(socket, ++requests));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const open = (over: object = {}, signal = AbortSignal.timeout(5000)): Promise<HttpSession> =>
    HttpSession.open(
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port, isSecure: false, ...over },
      signal,
    );
  const ask = (session: HttpSession, signal = AbortSignal.timeout(5000)) => session.ask(ASK, signal);

  it('carries one request after the other over one connection, in whatever pieces the answer comes', async () => {
    onRequest = (socket, n) => {
      socket.write(OK.slice(0, 10 + n));
      setTimeout(() => socket.write(OK.slice(10 + n)), 20);
    };
    const session = await open();
    for (let n = 0; n < 3; n++) expect(await ask(session)).toMatchObject({ status: 200, body: 'ok' });
    expect(session.isUsable).toBe(true);
    expect(sockets).toHaveLength(1);
    session.close();
  });

  it.each([
    ['closes in the middle', (socket: Socket) => void socket.end(OK.slice(0, 20))],
    ['closes at once', (socket: Socket) => void socket.destroy()],
    ['talks nonsense', (socket: Socket) => void socket.write('220 mail.test\r\n\r\n')],
  ])('fails once, without a repeat, when the server %s', async (_what, does) => {
    onRequest = does;
    const session = await open();
    await expect(ask(session)).rejects.toThrow();
    expect(session.isUsable).toBe(false);
    expect(requests).toBe(1);
  });

  it('is not used again when the server closes, or says what nobody asked for', async () => {
    onRequest = (socket, n) => {
      if (n === 1) socket.end(OK);
      else socket.write(`${OK}${OK}`);
    };
    for (const n of [1, 2]) {
      const session = await open();
      expect(await ask(session)).toMatchObject({ body: 'ok' });
      await new Promise((resume) => setTimeout(resume, 50));
      expect([n, session.isUsable]).toEqual([n, false]);
    }
  });

  it('gives up when it is told to, and drops the connection', async () => {
    onRequest = () => undefined;
    const session = await open();
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve));
    await expect(ask(session, AbortSignal.timeout(50))).rejects.toThrow();
    await gone;
    expect(session.isUsable).toBe(false);
  });

  it('opens to nobody that cannot prove who it is, and tells when nobody is there', async () => {
    onRequest = (socket) => void socket.write(OK);
    await expect(open({ isSecure: true })).rejects.toThrow();
    await expect(open({ port: 1 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(open({ isSecure: true }, AbortSignal.abort())).rejects.toThrow();
  });
});
