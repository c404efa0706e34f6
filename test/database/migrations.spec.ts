import { readdirSync } from 'node:fs';
import path from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { migrate, migrations } from '@beckon/migrations';
import { createDatabase, startApi, type TestDatabase } from '../harness';

/** Tables, columns, indexes, constraints, triggers, functions and views of a database, as text. */
async function schemaOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ line: string }>(`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
      from information_schema.columns where table_schema = 'public' and table_name not like 'migration%'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename not like 'migration%'
    union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'migration%'
    union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`);
  await client.end();
  return rows.map((row) => row.line);
}

describe('migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('are listed in the order of the files in the folder', () => {
    const files = readdirSync(path.resolve(__dirname, '../../migrations')).filter((file) =>
      /^\d{14}-.*\.ts$/.test(file),
    );
    expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(files.sort());
  });

  it('go all the way down and come up again to the same schema', async () => {
    const before = await schemaOf(database.url);
    for (let n = 0; n < migrations.length; n++) expect(await migrate(database.url, 'down')).toHaveLength(1);
    expect(await schemaOf(database.url)).toEqual([]);
    expect(await migrate(database.url)).toEqual(migrations.map(({ name }) => name));
    expect(await schemaOf(database.url)).toEqual(before);
  });

  it('have every column that the entities name', async () => {
    const api = await startApi({}, database);
    const columns = new Set(
      (
        await database.pool.query<{ name: string }>(
          `select table_name || '.' || column_name as name from information_schema.columns`,
        )
      ).rows.map((row) => row.name),
    );
    const entities = [...api.app.get(MikroORM).getMetadata().getAll().values()];
    expect(entities.length).toBeGreaterThanOrEqual(7);
    const missing = entities
      .flatMap((entity) =>
        entity.props.flatMap((property) => property.fieldNames.map((column) => `${entity.tableName}.${column}`)),
      )
      .filter((column) => !columns.has(column));
    await api.close();
    expect(missing).toEqual([]);
  });
});
