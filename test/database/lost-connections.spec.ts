import { MikroORM } from '@mikro-orm/postgresql';
import { databaseOptions, Transactions } from '@beckon/core';
import { createDatabase, type TestDatabase } from '../harness';

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

const cutAll = () =>
  database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'beckon'`,
  );
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
      await Promise.all([
        cutAll(),
        ...Array.from({ length: PLACES * 2 }, () =>
          transactions.run((em) => em.execute('select pg_sleep(0.05)')).catch(() => undefined),
        ),
      ]);
    }
    expect(await ask()).toEqual({ one: 1 });
  }, 30_000);

  it('while they do nothing hurt nobody', async () => {
    await Promise.all([ask(), ask()]);
    await cutAll();
    await new Promise((resume) => setTimeout(resume, 100));
    expect(await ask()).toEqual({ one: 1 });
    expect(await transactions.run((em) => em.execute('select 3 as three'))).toEqual([{ three: 3 }]);
  });
});
