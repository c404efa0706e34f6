import { MikroORM } from '@mikro-orm/postgresql';
import { databaseOptions, keptPlan } from '@beckon/core';
import { sql } from 'kysely';
import { createDatabase, type TestDatabase, until } from '../harness';

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createDatabase();
  orm = await MikroORM.init({ ...databaseOptions(database.url, 1), entities: [] });
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const kysely = () => orm.em.fork().getKysely();
/** What the one connection of this pool has prepared by name. */
const prepared = async () =>
  (
    await sql<{
      plans: number;
    }>`select (generic_plans + custom_plans)::int as plans from pg_prepared_statements where name like 'kept%'`.execute(
      kysely(),
    )
  ).rows;

describe('a statement with a kept plan', () => {
  it('is prepared once, and its plan serves from then on', async () => {
    for (const n of [1, 2, 3]) {
      const { rows } = await sql<{ twice: number }>`${keptPlan} select ${n}::int * 2 as twice`.execute(kysely());
      expect(rows).toEqual([{ twice: n * 2 }]);
    }
    expect(await prepared()).toEqual([{ plans: 3 }]);
  });

  it('is prepared anew on a connection that replaces a lost one', async () => {
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'beckon'`,
    );
    // the process hears of it a moment later
    const isBack = async () => (await sql`select 1`.execute(kysely()).catch(() => null)) !== null;
    await until('a connection that works', isBack);
    const { rows } = await sql<{ twice: number }>`${keptPlan} select ${4}::int * 2 as twice`.execute(kysely());
    expect(rows).toEqual([{ twice: 8 }]);
    expect(await prepared()).toEqual([{ plans: 1 }]);
  });

  it('leaves every other statement as it is', async () => {
    await sql`select ${5}::int`.execute(kysely());
    expect(await prepared()).toHaveLength(1);
  });
});
