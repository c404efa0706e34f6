import type { Pool, PoolClient } from 'pg';

/**
 * Gives the place of a connection back to the pool when PostgreSQL cuts it while somebody uses it, and when somebody gets it only
 * after the pool was closed.
 *
 * The query builder gives a connection back only after a COMMIT or ROLLBACK that worked, and on a connection that is gone neither does. Without this
 * every transaction that meets a restart of PostgreSQL takes a place of the pool with it for ever, and after some the process
 * waits for a connection until it is restarted. Nor does it give back a connection that opens while the pool is closed: then the
 * end of the pool, and with it of the process, would be waited for in vain.
 */
export function freeLostConnections(pool: Pool): void {
  const watched = new WeakMap<PoolClient, () => void>();
  pool.on('acquire', (client) => {
    const free = (): void => {
      client.release(true);
      // whoever held it may still give it back, which the pool would take for a mistake
      client.release = () => undefined;
    };
    watched.set(client, free);
    client.once('end', free);
    if (pool.ending) process.nextTick(() => watched.get(client)?.());
  });
  pool.on('release', (_error, client) => {
    const free = watched.get(client);
    if (free === undefined) return;
    client.removeListener('end', free);
    watched.delete(client);
  });
}
