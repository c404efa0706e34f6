import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a process and its PostgreSQL and counts the statements that go through: the database's own view of the load. */
export class CountingProxy {
  statements = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(databaseUrl: string): Promise<CountingProxy> {
    const target = new URL(databaseUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = new URL(databaseUrl);
    own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new CountingProxy(server, own.href);
    server.on('connection', (client) => proxy.join(client, connect(Number(target.port), target.hostname)));
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket, database: Socket): void {
    // a client writes one statement at a time: `P` begins a parameterised one, `Q` a simple one
    client.on('data', (chunk: Buffer) => {
      if (chunk[0] === 0x50 || chunk[0] === 0x51) this.statements++;
    });
    client.pipe(database).pipe(client);
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('error', () => {
        client.destroy();
        database.destroy();
      });
      socket.on('close', () => this.sockets.delete(socket));
    }
  }
}
