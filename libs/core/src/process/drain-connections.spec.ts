import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainConnections } from './drain-connections';

describe('drainConnections', () => {
  it('lets a server stop while somebody keeps asking over one connection, and answers what it was asked', async () => {
    const server = createServer((_request, response) => void setTimeout(() => response.end('ok'), 5));
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

    const start = performance.now();
    drainConnections(server);
    await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    const end = await asking;
    agent.destroy();

    expect(performance.now() - start).toBeLessThan(1000);
    // nobody listens any more; nothing was cut off in the middle
    expect(end).toBe('ECONNREFUSED');
    expect(new Set(answers)).toEqual(new Set([200]));
  });
});
