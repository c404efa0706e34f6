import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { within } from './within';

describe('within', () => {
  const never = new Promise<string>(() => undefined);

  it('takes the answer that comes in time, and the fallback when none does', async () => {
    expect(await within(Promise.resolve('answer'), 20, 'late')).toBe('answer');
    expect(await within(never, 20, 'late')).toBe('late');
    await expect(within(Promise.reject(new Error('broken')), 20, 'late')).rejects.toThrow('broken');
  });

  it('takes an answer that came while the process itself was held up', async () => {
    let socket: Socket;
    const answered = new Promise<string>((resolve) => {
      const server = createServer((other) =>
        other.once('data', () =>
          other.end('answer', () => {
            server.close();
            const answer = new Promise<string>((read) => socket.once('data', (chunk) => read(chunk.toString())));
            resolve(within(answer, 50, 'late'));
            // the answer has come, and nobody reads it before the time is over
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
          }),
        ),
      ).listen(0, '127.0.0.1', () => {
        socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
        socket.once('connect', () => socket.write('question'));
      });
    });
    expect(await answered).toBe('answer');
  });
});
