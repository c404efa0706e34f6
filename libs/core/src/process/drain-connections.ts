import type { Server } from 'node:http';

/**
 * From now on every answer says that it is the last one of its connection. Without it `server.close()` waits for as long as
 * somebody, a proxy or a provider's webhooks, keeps asking over a connection that is kept.
 */
export function drainConnections(server: Server): void {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
}
