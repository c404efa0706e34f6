import {
  type Criteria,
  criteriaSql,
  type GuestFacts,
  INVITATION_STATUSES,
  matchesCriteria,
  parseCriteria,
  RSVP_STATUSES,
} from '@beckon/guests';
import fc from 'fast-check';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { createDatabase, type TestDatabase } from '../harness';

let database: TestDatabase;
let eventId: string;
let guests: (GuestFacts & { readonly id: string })[];

/** Compiles only; the statement then runs on the test's own connection. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const words = ['family', 'vip', "o'clock", 'a"b', '100%_', '{x}', 'Ä', '\\', '$1', '; drop table guests; --'];
const keys = ['table', 'seats', 'Vegan'];
const locales = ['en', 'en-GB', 'de-CH', 'fr'];
const instants = ['2027-05-01T12:00:00.000Z', '2027-05-02T00:00:00.000Z', '2027-05-02T00:00:00.001Z'];

const aGuest: fc.Arbitrary<GuestFacts> = fc.record({
  name: fc.tuple(fc.constantFrom('Ama', 'Kofi', 'ÉMILE'), fc.constantFrom(...words)).map((parts) => parts.join(' ')),
  email: fc.constantFrom(null, 'a@example.test'),
  phone: fc.constantFrom(null, '+447700900001'),
  rsvpStatus: fc.constantFrom(...RSVP_STATUSES),
  rsvpAnsweredAt: fc.constantFrom(null, ...instants.map((at) => new Date(at))),
  plusOnes: fc.nat(4),
  tags: fc.uniqueArray(fc.constantFrom(...words), { maxLength: 4 }),
  locale: fc.constantFrom(null, ...locales),
  attributes: fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.constantFrom(...words), fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(1.5)),
  ),
  invitationStatus: fc.constantFrom(...INVITATION_STATUSES),
});

const condition = (field: string, op: string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.record({ field: fc.constant(field), op: fc.constantFrom(...op), value });
const aCondition = fc.oneof(
  condition('rsvpStatus', ['is', 'isNot'], fc.constantFrom(...RSVP_STATUSES)),
  condition('rsvpStatus', ['in'], fc.array(fc.constantFrom(...RSVP_STATUSES), { minLength: 1, maxLength: 4 })),
  condition('invitationStatus', ['is', 'isNot'], fc.constantFrom(...INVITATION_STATUSES)),
  condition(
    'invitationStatus',
    ['in'],
    fc.array(fc.constantFrom(...INVITATION_STATUSES), { minLength: 1, maxLength: 4 }),
  ),
  condition('tags', ['has', 'hasNot'], fc.constantFrom(...words)),
  condition('plusOnes', ['eq', 'gt', 'gte', 'lt', 'lte'], fc.nat(4)),
  condition('locale', ['is', 'startsWith'], fc.constantFrom('EN', 'en-gb', 'd', 'fr', '%')),
  condition('name', ['contains'], fc.constantFrom('ama', 'É', 'é', '%', '_', ...words)),
  condition('hasEmail', ['is'], fc.boolean()),
  condition('hasPhone', ['is'], fc.boolean()),
  condition('answeredAt', ['before', 'after'], fc.constantFrom(...instants, '2027-05-02T02:00:00+02:00')),
  fc
    .constantFrom(...keys, 'absent')
    .chain((key) =>
      fc.oneof(
        condition(
          `attributes.${key}`,
          ['is', 'isNot'],
          fc.oneof(fc.constantFrom(...words), fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(1.5)),
        ),
        condition(`attributes.${key}`, ['exists'], fc.boolean()),
      ),
    ),
);
const { criteria: someCriteria } = fc.letrec((again) => ({
  criteria: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    aCondition,
    fc.record({ all: fc.array(again('criteria'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(again('criteria'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: again('criteria') }),
  ),
}));

async function idsBySql(criteria: Criteria): Promise<string[]> {
  const query: CompiledQuery =
    sql`select g.id from guests g where g.event_id = ${eventId} and ${criteriaSql(criteria, 'g')} order by g.id`.compile(
      compiler,
    );
  const { rows } = await database.pool.query<{ id: string }>(query.sql, [...query.parameters]);
  return rows.map(({ id }) => id);
}

beforeAll(async () => {
  database = await createDatabase();
  const { rows } = await database.pool.query<{ id: string }>(`
    with o as (insert into organizations (name) values ('O') returning id),
         u as (insert into users (email, email_key, name, password_hash) values ('u@x.test', 'u@x.test', 'U', '-') returning id)
    insert into events (organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
    select o.id, 'E', 'V', 'H', 'Europe/London', '2027-06-01T18:00', '2027-06-01T17:00Z', u.id from o, u returning id`);
  eventId = rows[0]!.id;
  const facts = fc.sample(aGuest, { numRuns: 300, seed: 20261121 });
  const added = await database.pool.query<{ id: string }>(
    `insert into guests (organization_id, event_id, name, email, email_key, phone, rsvp_status, rsvp_answered_at, plus_ones, tags, locale, attributes, invitation_status)
     select e.organization_id, e.id, n.name, n.email, n.email, n.phone, n."rsvpStatus", n."rsvpAnsweredAt", n."plusOnes", n.tags, n.locale, n.attributes, n."invitationStatus"
       from events e, jsonb_to_recordset($2::jsonb) as n(name text, email text, phone text, "rsvpStatus" text, "rsvpAnsweredAt" timestamptz,
            "plusOnes" smallint, tags text[], locale text, attributes jsonb, "invitationStatus" text)
      where e.id = $1 returning id`,
    [eventId, JSON.stringify(facts)],
  );
  guests = added.rows.map(({ id }, index) => ({ ...facts[index]!, id }));
});
afterAll(() => database.drop());

it('finds in SQL exactly the guests that the criteria fit', async () => {
  let matched = 0;
  await fc.assert(
    fc.asyncProperty(someCriteria, async (json) => {
      const criteria = parseCriteria(json);
      const expected = guests
        .filter((guest) => matchesCriteria(criteria, guest))
        .map(({ id }) => id)
        .sort();
      matched += expected.length;
      expect(await idsBySql(criteria)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  expect(matched).toBeGreaterThan(1000);
});

it('binds every value', () => {
  const evil = `x' or true; --`;
  const criteria = parseCriteria({
    all: [
      { field: 'name', op: 'contains', value: evil },
      { not: { field: 'attributes.table', op: 'is', value: evil } },
    ],
  });
  const query = sql`${criteriaSql(criteria, 'g')}`.compile(compiler);
  expect(query.sql).not.toContain('or true');
  expect(query.parameters).toContain(evil);
});

it('reads only the guests of its event, by an index, however many others there are', async () => {
  await database.pool.query(
    `with e as (insert into events (organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
                select organization_id, 'Other', venue, host_name, time_zone, starts_at_local, starts_at, created_by from events limit 1 returning id, organization_id)
     insert into guests (organization_id, event_id, name, rsvp_status, tags)
     select e.organization_id, e.id, 'Other ' || n, 'attending', '{family}' from e, generate_series(1, 30000) n`,
  );
  await database.pool.query('analyze guests');
  for (const json of [
    { field: 'rsvpStatus', op: 'is', value: 'attending' },
    { field: 'tags', op: 'has', value: 'family' },
    { not: { field: 'attributes.table', op: 'exists', value: true } },
    {
      any: [
        { field: 'answeredAt', op: 'after', value: instants[0] },
        { field: 'hasPhone', op: 'is', value: true },
      ],
    },
  ]) {
    const query =
      sql`explain (analyze, format json) select g.id from guests g where g.event_id = ${eventId} and g.deleted_at is null and ${criteriaSql(parseCriteria(json), 'g')}`.compile(
        compiler,
      );
    const { rows } = await database.pool.query(query.sql, [...query.parameters]);
    const plan = JSON.stringify(rows[0]['QUERY PLAN']);
    expect(plan).toMatch(/guests_event|guests_tags/);
    expect(plan).not.toContain('"Seq Scan"');
  }
});
