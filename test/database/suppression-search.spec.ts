import { databaseOptions } from '@beckon/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { foundSuppressionsSql } from '../../libs/consent/src/suppressions.repository';
import { createDatabase, type TestDatabase } from '../harness/database';

const organizationId = '00000000-0000-7000-8000-000000000001';
const ADDRESSES = 5000;

let database: TestDatabase;
let orm: MikroORM;
let em: EntityManager;

/** Two organizations with the same addresses and numbers. */
beforeAll(async () => {
  database = await createDatabase();
  orm = await MikroORM.init({ ...databaseOptions(database.url, 2), entities: [] });
  em = orm.em.fork();
  await database.pool.query(
    `insert into organizations (id, name) values ($1, 'One'), ('00000000-0000-7000-8000-000000000002', 'Other')`,
    [organizationId],
  );
  await database.pool.query(
    `insert into suppressions (organization_id, channel, address, address_key, reason, source)
     select o.id, s.channel, s.address, s.key, 'manual', 'test' from organizations o cross join generate_series(1, $1::int) n
      cross join lateral (values ('email', 'G' || n || '@Guests.test', 'g' || n || '@guests.test'),
                                 ('sms', '+44 7700 9' || lpad(n::text, 5, '0'), '+4477009' || lpad(n::text, 5, '0'))) s (channel, address, key)`,
    [ADDRESSES],
  );
  await database.pool.query('vacuum (analyze) suppressions');
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

describe('the search for a suppressed address', () => {
  it.each([
    ['a whole address', 'G123@guests.test', 1],
    ['its beginning', 'g4999', 1],
    ['its domain', 'guests.test', 20],
    ['a number as it is written at home', '07700 900123', 1],
    ['a number with its country', '+44 7700 900123', 1],
    ['what nobody has', 'nobody', 0],
    ['a wildcard', '%', 0],
    ['signs of other languages', "'\\ & | ! :*", 0],
  ])('by %s looks into the index of its words and finds nobody else', async (_what, q, count) => {
    const query = foundSuppressionsSql(organizationId, q, undefined, null, 20);
    const { rows } = await query.execute(em.getKysely());
    expect(rows).toHaveLength(count);
    const found = await database.pool.query(
      'select distinct organization_id as id from suppressions where id = any ($1)',
      [rows.map(({ id }) => id)],
    );
    expect(found.rows).toEqual(count === 0 ? [] : [{ id: organizationId }]);
    const plan = JSON.stringify((await sql`explain (format json) ${query}`.execute(em.getKysely())).rows);
    expect(plan).toContain('suppressions_words');
    expect(plan).not.toContain('Seq Scan');
  });
});
