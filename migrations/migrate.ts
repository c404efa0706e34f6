import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { databaseOptions } from '@beckon/core';
import { migrations } from './list';

/** Identity columns, `uuidv7()` and virtual generated columns are used as PostgreSQL 18 has them. */
const OLDEST_POSTGRES = 180_000;

/**
 * Brings a database to the newest schema, or one step back.
 *
 * @param databaseUrl a PostgreSQL 18 or newer
 * @returns the names of the migrations that ran
 * @throws when the server is too old, or a migration fails (then nothing of it is left behind)
 */
export async function migrate(databaseUrl: string, direction: 'up' | 'down' = 'up'): Promise<string[]> {
  const orm = await MikroORM.init({
    ...databaseOptions(databaseUrl, 2),
    entities: [],
    logger: () => undefined,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: 'migration', snapshot: false, transactional: true },
  });
  try {
    const [row] = await orm.em.execute<{ version: string }[]>(
      `select current_setting('server_version_num') as version`,
    );
    if (Number(row?.version) < OLDEST_POSTGRES)
      throw new Error(`PostgreSQL 18 or newer is needed; this server is ${row?.version}.`);
    const done = direction === 'up' ? await orm.migrator.up() : await orm.migrator.down();
    return done.map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}
