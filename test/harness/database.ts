import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';

/** A database of its own, copied from the migrated template. */
export interface TestDatabase {
  readonly url: string;
  /** For looking at, and preparing, what no API can. */
  readonly pool: Pool;
  drop(): Promise<void>;
}

function server(): { url: string; template: string } {
  const { TEST_DATABASE_SERVER_URL: url, TEST_TEMPLATE_DATABASE: template } = process.env;
  if (url === undefined || template === undefined)
    throw new Error('No test services: run the tests through `npm test`.');
  return { url, template };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server().url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes a fresh, migrated database in well under a second. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(`create database ${name} template ${server().template} strategy file_copy`);
  const url = server().url.replace(/\/[^/]*$/, `/${name}`);
  const pool = new Pool({ connectionString: url, max: 4 });
  // dropping the database may cut a connection that is just saying goodbye
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
}
