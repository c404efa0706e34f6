import { Agent, createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainConnections } from './drain-connections';

describe('drainConnections', () => {
  it('lets a server stop while somebody keeps asking over one connection, and answers what it was asked', async () => {
    let taken = 0;
    const server = createServer((_request, response) => {
      taken += 1;
      setTimeout(() => response.end('ok'), 5);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<number>((resolve, reject) => {
        get({ port, host: '127.0.0.1', agent }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        }).on('error', reject);
      });
    const answers: number[] = [];
    const asking = (async (): Promise<string> => {
      for (;;)
        try {
          answers.push(await ask());
        } catch (error) {
          return (error as NodeJS.ErrnoException).code ?? String(error);
        }
    })();
    while (answers.length < 3) await new Promise((resume) => setTimeout(resume, 5));

    const before = taken;
    drainConnections(server);
    await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    const end = await asking;
    agent.destroy();

    // what was on its way, and one that came over a connection that nobody had told yet; not for as long as somebody keeps asking
    expect(taken - before).toBeLessThanOrEqual(2);
    // nobody listens any more; a connection that the kernel had taken and the server had not is reset instead of refused
    expect(end).toMatch(/^ECONN(REFUSED|RESET)$/);
    // nothing was cut off in the middle: what the server was asked it has answered
    expect(answers).toEqual(Array.from({ length: taken }, () => 200));
  });

  it('does not keep the connection of an answer that had begun before', async () => {
    const began: ServerResponse[] = [];
    const server = createServer((_request, response) => {
      response.write('a stream');
      began.push(response);
    });
    server.keepAliveTimeout = 600_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true });
    const heard = new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      }).on('error', reject);
    });
    while (began.length === 0) await new Promise((resume) => setTimeout(resume, 5));

    drainConnections(server);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    began[0]!.end(', and its end');
    expect(await heard).toBe('a stream, and its end');
    await closed;
    agent.destroy();
  });
});
