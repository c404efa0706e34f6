import type { Server } from 'node:http';

/** 0 would mean for ever. */
const AT_ONCE_MS = 1;

/**
 * From now on every answer says that it is the last one of its connection, and a connection whose answer had begun before is
 * kept no longer than that. Without it `server.close()` waits for as long as somebody, a proxy or a provider's webhooks, keeps
 * asking over a connection that is kept, or for as long as one is kept of which nobody makes use any more.
 */
export function drainConnections(server: Server): void {
  server.keepAliveTimeout = AT_ONCE_MS;
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
}
