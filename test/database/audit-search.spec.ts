import { databaseOptions } from '@beckon/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import * as fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { type AuditFilter, auditKeysSql } from '../../libs/delivery/src/audit/audit.repository';
import type { AuditReader } from '../../libs/delivery/src/audit/domain/audit-reader';
import { searchQuery, wordsOf } from '../../libs/delivery/src/search/domain/search-words';
import { foundGuestsSql } from '../../libs/delivery/src/search/found-guests-sql';
import { createDatabase, type TestDatabase } from '../harness/database';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const organizationId = id(1);
const otherOrganizationId = id(2);
const events = [id(11), id(12), id(13)] as const;
const GUESTS = 6000;

// a hundred and fifty pages, each looked for twice: a slow or busy machine needs a while
jest.setTimeout(180_000);

let database: TestDatabase;
let orm: MikroORM;
let em: EntityManager;

/** Two organizations with the same names; the second guest of each event got nothing, some bounced, one channel is rare. */
beforeAll(async () => {
  database = await createDatabase();
  orm = await MikroORM.init({ ...databaseOptions(database.url, 2), entities: [] });
  em = orm.em.fork();
  const { pool } = database;
  await pool.query(`insert into organizations (id, name) values ($1, 'One'), ($2, 'Other')`, [
    organizationId,
    otherOrganizationId,
  ]);
  await pool.query(
    `insert into users (id, email, email_key, name, password_hash) values ($1, 'a@b.test', 'a@b.test', 'A', 'x')`,
    [id(3)],
  );
  await pool.query(
    `insert into events (id, organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
     select e.id, e.org, 'E', 'V', 'H', 'UTC', '2099-01-01T10:00', '2099-01-01T10:00Z', $3
       from (values ($4::uuid, $1::uuid), ($5, $1), ($6, $2)) as e (id, org)`,
    [organizationId, otherOrganizationId, id(3), ...events],
  );
  await pool.query(
    `insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, send_at, claimed_at)
     select organization_id, id, 'broadcast', c.channel, 'everyone', 'Doors', 'x', 'sending', now(), now() from events cross join (values ('email'), ('sms')) c (channel)`,
  );
  await pool.query(
    `insert into guests (organization_id, event_id, name, email, email_key, phone)
     select e.organization_id, e.id, (array['Ama','Kojo','Yaw','Esi','Kofi'])[1 + n % 5] || ' Number' || n, 'g' || n || '@guests.test', 'g' || n || '@guests.test', '+23320' || (1000000 + n)
       from events e cross join generate_series(1, $1) n`,
    [GUESTS],
  );
  await pool.query(
    `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, reason, next_attempt_at, provider_message_id)
     select g.organization_id, g.event_id, m.id, g.id, m.channel, 'x:' || g.id, s.status, case when s.status in ('suppressed', 'skipped') then 'odd' end,
            now(), case when s.status = 'accepted' then m.channel || '-' || g.name end
       from guests g join messages m on m.event_id = g.event_id
       cross join lateral (select case when right(g.email_key, 14) like '77@%' then 'bounced' when right(g.email_key, 14) like '%2@%' then 'skipped' else 'accepted' end as status) s
      where m.channel = 'email' or right(g.email_key, 15) like '%9@%'
      order by g.id`,
  );
  await pool.query('vacuum (analyze) guests, deliveries, messages, events');
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const everything: AuditReader = {
  organizationId,
  isWholeOrganization: true,
  eventIds: [],
  viewedEventIds: [],
  isMaskedElsewhere: true,
};
const oneEvent: AuditReader = { ...everything, isWholeOrganization: false, eventIds: [events[0]] };
const nobody: AuditReader = { ...oneEvent, eventIds: [] };
const none: AuditFilter = {
  q: undefined,
  eventId: undefined,
  channel: undefined,
  statuses: [],
  from: undefined,
  to: undefined,
  before: null,
  limit: 21,
};

const run = async <T>(query: RawBuilder<T>): Promise<T[]> => (await query.execute(em.getKysely())).rows;
const planOf = async (query: RawBuilder<unknown>): Promise<string> =>
  JSON.stringify((await run(sql`explain (analyze, buffers, format json) ${query}`))[0]);

describe('a page of the audit', () => {
  const readers = { everything, oneEvent, nobody };
  const filter = fc.record({
    reader: fc.constantFrom<keyof typeof readers>('everything', 'oneEvent', 'nobody'),
    eventId: fc.option(fc.constantFrom(...events), { nil: undefined, freq: 2 }),
    channel: fc.option(fc.constantFrom('email' as const, 'sms' as const, 'whatsapp' as const), { nil: undefined }),
    statuses: fc.subarray(['accepted', 'bounced', 'skipped', 'failed'] as const),
    depth: fc.integer({ min: 0, max: GUESTS * 2 }),
    isDeep: fc.boolean(),
    q: fc.option(fc.constantFrom('ama number1', 'kojo', 'g42@guests', 'sms-Ama Number9', 'nobody', 'number'), {
      nil: undefined,
      freq: 2,
    }),
  });

  it('holds exactly the newest rows that the filter names, wherever one is', async () => {
    const { rows: all } = await database.pool.query<any>(
      `select d.*, d.created_at::text as written, g.name, g.email_key from deliveries d join guests g on g.id = d.guest_id order by d.created_at desc, d.id desc`,
    );
    await fc.assert(
      fc.asyncProperty(filter, async ({ reader, eventId, channel, statuses, depth, isDeep, q }) => {
        const start = isDeep ? depth % all.length : -1;
        const before = isDeep ? { id: all[start].id, createdAt: all[start].written } : null;
        const { organizationId: own, isWholeOrganization, eventIds } = readers[reader];
        // `eventId` of somebody else is refused before; here it must find nothing all the same
        const mine = all.filter(
          (row: any, index: number) =>
            row.organization_id === own &&
            (eventId === undefined
              ? isWholeOrganization || eventIds.includes(row.event_id)
              : row.event_id === eventId) &&
            (channel === undefined || row.channel === channel) &&
            (statuses.length === 0 || statuses.includes(row.status)) &&
            index > start &&
            (q === undefined ||
              row.provider_message_id === q ||
              (q.includes('@')
                ? row.email_key.startsWith(q)
                : wordsOf(q).every((word) => wordsOf(row.name).some((one) => one.startsWith(word))))),
        );
        const found = (
          await run(auditKeysSql(readers[reader], { ...none, eventId, channel, statuses, before, q }))
        ).map((row) => row.id);
        // of a name that hundreds bear only some are looked through; what is shown must still be theirs, in order
        if (q === 'kojo' || q === 'number') {
          expect(found.every((one) => mine.some((row: any) => row.id === one))).toBe(true);
          expect(found).toEqual(all.map((row: any) => row.id).filter((one: string) => found.includes(one)));
        } else expect(found).toEqual(mine.slice(0, none.limit).map((row: any) => row.id));
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, AuditReader, Partial<AuditFilter>]>([
    ['the first of an organization', everything, {}],
    ['of a rare state', everything, { statuses: ['bounced'] }],
    ['of a state that nothing is in', everything, { statuses: ['unknown', 'failed'] }],
    ['of a rare channel', everything, { channel: 'sms' }],
    ['deep down', everything, { before: { id: id(0), createdAt: '2999-01-01T00:00:00Z' } }],
    ['of a time', everything, { from: new Date('2020-01-01'), to: new Date('2020-02-01') }],
    ['of one event', oneEvent, { statuses: ['bounced'] }],
    ['by a name', everything, { q: 'ama number12' }],
    ['by an address', everything, { q: 'g4711@guests.test' }],
    ['by a number', everything, { q: '0201000042' }],
    ["by a provider's id", everything, { q: 'email-Ama Number10' }],
  ])('%s never reads the ledger from end to end', async (_, reader, over) => {
    const plan = await planOf(auditKeysSql(reader, { ...none, ...over }));
    expect(plan).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"(deliveries|guests|messages)"/);
    // what was looked at, not only how: a page and not a table
    const read = [
      ...plan.matchAll(/"Relation Name":"deliveries"[^}]*?"Actual Rows":([\d.]+),"Actual Loops":(\d+)([^}]*)/g),
    ];
    const total = read.reduce((sum, [, rows, loops, rest]) => {
      const removed = /"Rows Removed by Filter":([\d.]+)/.exec(rest ?? '')?.[1] ?? '0';
      return sum + (Number(rows) + Number(removed)) * Number(loops);
    }, 0);
    expect(read).not.toEqual([]);
    expect(total).toBeLessThan(1000);
  });
});

describe('words', () => {
  it('are cut by the database as we cut them: every word of a name, and its beginning, finds the guest', async () => {
    const letters = fc.constantFrom(...Array.from('abzÁéŁøñçßÅÖłđ ıİ-.,\'"\\/@_()&|!:*Ọ\u1eccяЖ中á\u00a0'));
    const name = fc.string({ unit: letters, minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const words = wordsOf(text).filter((word) => word !== '');
        for (const asked of [...words, ...words.map((word) => Array.from(word).slice(0, 2).join(''))]) {
          const [row] = await run(sql<{ found: boolean }>`
            select search_words(${organizationId}::uuid, ${text}) @@ ${searchQuery(organizationId, [asked])}::tsquery as found`);
          expect([asked, row?.found]).toEqual([asked, true]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("never touch another organization's guests", async () => {
    const found = await run(
      foundGuestsSql(organizationId, { words: ['ama'], address: null }, null, 100) as RawBuilder<{ event_id: string }>,
    );
    expect(found).toHaveLength(100);
    expect(found.map((row) => row.event_id)).not.toContain(events[2]);
    const plan = await planOf(foundGuestsSql(organizationId, { words: ['number1234'], address: null }, null, 100));
    expect(plan).toContain('guests_words');
  });
});
