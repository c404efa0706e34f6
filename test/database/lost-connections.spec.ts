import { MikroORM } from '@mikro-orm/postgresql';
import { databaseOptions, Transactions } from '@beckon/core';
import { createDatabase, type TestDatabase, until } from '../harness';

const PLACES = 2;

let database: TestDatabase;
let orm: MikroORM;
let transactions: Transactions;

beforeAll(async () => {
  database = await createDatabase();
  orm = await MikroORM.init({ ...databaseOptions(database.url, PLACES), entities: [] });
  transactions = new Transactions(orm.em.fork());
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const cutAll = async (): Promise<number[]> => {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'beckon'`,
  );
  return rows.map(({ pid }) => pid);
};
/** Until these connections have ended and this process has heard so: whoever asks before meets an error, which is no fault. */
async function heardOf(pids: readonly number[]): Promise<void> {
  await until('the cut connections to end', async () => {
    const { rowCount } = await database.pool.query('select 1 from pg_stat_activity where pid = any ($1)', [pids]);
    return rowCount === 0;
  });
  // their last words came before this answer, and are read with it
  await new Promise((resume) => setImmediate(resume));
}
const ask = async (): Promise<unknown> => (await orm.em.fork().execute('select 1 as one'))[0];

describe('connections that PostgreSQL cuts', () => {
  it('in the middle of a transaction leave their places in the pool free', async () => {
    for (let n = 0; n < PLACES * 2; n++) {
      const lost = transactions.run(async (em) => {
        await em.execute('select 1');
        await cutAll();
        await em.execute('select 2');
      });
      await expect(lost).rejects.toThrow();
    }
    expect(await ask()).toEqual({ one: 1 });
  }, 30_000);

  it('just before a transaction begins leave their places in the pool free', async () => {
    for (let n = 0; n < PLACES * 2; n++) {
      await ask();
      const [pids] = await Promise.all([
        cutAll(),
        ...Array.from({ length: PLACES * 2 }, () =>
          transactions.run((em) => em.execute('select pg_sleep(0.05)')).catch(() => undefined),
        ),
      ]);
      await heardOf(pids);
    }
    expect(await ask()).toEqual({ one: 1 });
  }, 30_000);

  it('while they do nothing hurt nobody', async () => {
    await Promise.all([ask(), ask()]);
    await heardOf(await cutAll());
    expect(await ask()).toEqual({ one: 1 });
    expect(await transactions.run((em) => em.execute('select 3 as three'))).toEqual([{ three: 3 }]);
  });
});

it('a connection that is still being made does not keep a process from ending', async () => {
  const other = await MikroORM.init({ ...databaseOptions(database.url, PLACES), entities: [] });
  const askOther = (): Promise<unknown> => other.em.fork().execute('select 1 as one');
  await askOther();
  // one has the open connection, and the other one waits for a second
  const asked = Promise.allSettled([askOther(), askOther()]);
  await new Promise((resume) => setImmediate(resume));
  await other.close(true);
  await asked;
}, 20_000);
