import { defineConfig, type Options } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { keepPlans } from './kept-plans';
import { freeLostConnections } from './lost-connections';

/**
 * How every process talks to PostgreSQL. Instants are UTC; a statement that hangs is ended by the server,
 * a pool that is empty for 10 s is an error and not a wait for ever, and a connection that is cut gives its place back.
 */
export function databaseOptions(databaseUrl: string, poolSize: number): Options {
  return defineConfig({
    clientUrl: databaseUrl,
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    allowGlobalContext: false,
    discovery: { warnWhenNoEntities: false },
    driverOptions: {
      connectionTimeoutMillis: 10_000,
      statement_timeout: 120_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      application_name: 'beckon',
      onPoolCreated: (pool: Pool) => {
        freeLostConnections(pool);
        keepPlans(pool);
      },
    },
  });
}
