import type { Pool, PoolClient } from 'pg';

/**
 * Gives the place of a connection back to the pool when PostgreSQL cuts it while somebody uses it.
 *
 * The query builder gives a connection back only after a COMMIT or ROLLBACK that worked, and on a connection that is gone neither does. Without this
 * every transaction that meets a restart of PostgreSQL takes a place of the pool with it for ever, and after some the process
 * waits for a connection until it is restarted.
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
  });
  pool.on('release', (_error, client) => {
    const free = watched.get(client);
    if (free !== undefined) client.removeListener('end', free);
  });
}
