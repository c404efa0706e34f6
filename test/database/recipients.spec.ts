import { coveringReason } from '@beckon/consent';
import { databaseOptions } from '@beckon/core';
import {
  type RecipientRow,
  RecipientsRepository,
  recipientsSql,
  type RecipientsQuery,
  SnapshotsRepository,
} from '@beckon/messaging';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { createDatabase, type TestDatabase } from '../harness/database';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const organizationId = id(1);
const eventId = id(2);
const otherEventId = id(3);

let database: TestDatabase;
let orm: MikroORM;
let em: EntityManager;

beforeAll(async () => {
  database = await createDatabase();
  orm = await MikroORM.init({ ...databaseOptions(database.url, 2), entities: [] });
  em = orm.em.fork();
  await database.pool.query(
    `insert into organizations (id, name) values ('${organizationId}', 'One'), ('${id(9)}', 'Other')`,
  );
  await database.pool.query(
    `insert into users (id, email, email_key, name, password_hash) values ('${id(4)}', 'a@b.test', 'a@b.test', 'A', 'x')`,
  );
  await database.pool.query(
    `insert into events (id, organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
     select e::uuid, '${organizationId}', 'E', 'V', 'H', 'UTC', '2099-01-01T10:00', '2099-01-01T10:00Z', '${id(4)}' from unnest($1::text[]) e`,
    [[eventId, otherEventId]],
  );
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

const statuses = ['pending', 'attending', 'declined', 'maybe'] as const;
const address = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 });
const guest = fc.record({
  email: address,
  phone: address,
  rsvpStatus: fc.constantFrom(...statuses),
  plusOnes: fc.integer({ min: 0, max: 2 }),
  isDeleted: fc.boolean().map((one) => one),
  isElsewhere: fc.constantFrom(false, false, false, true),
});
const suppression = fc.record({
  channel: fc.constantFrom('email' as const, 'sms' as const),
  address: fc.integer({ min: 1, max: 5 }),
  scope: fc.constantFrom('organization' as const, 'event' as const),
  event: fc.constantFrom(eventId, otherEventId),
  appliesTo: fc.constantFrom('broadcast' as const, 'all' as const),
  reason: fc.constantFrom(
    'complaint' as const,
    'bounce' as const,
    'stop' as const,
    'unsubscribe' as const,
    'manual' as const,
  ),
  isLifted: fc.constantFrom(false, false, true),
});
const request = fc.record({
  channel: fc.constantFrom('email' as const, 'sms' as const),
  audience: fc.constantFrom('everyone' as const, 'segment' as const, ...statuses),
  dedupe: fc.constantFrom('contact' as const, 'guest' as const),
  isBroadcast: fc.boolean(),
});
type Guest = typeof guest extends fc.Arbitrary<infer T> ? T : never;
type Suppression = typeof suppression extends fc.Arbitrary<infer T> ? T : never;

const emailOf = (n: number): string => `person${n}@guests.test`;
const phoneOf = (n: number): string => `+44770090012${n}`;
const guestId = (index: number): string => id(1000 + index);

async function seed(guests: readonly Guest[], suppressions: readonly Suppression[]): Promise<void> {
  await database.pool.query('delete from audience_snapshots; delete from guests; delete from suppressions');
  for (const [index, one] of guests.entries()) {
    const email = one.email === null ? null : emailOf(one.email);
    await database.pool.query(
      `insert into guests (id, organization_id, event_id, name, email, email_key, phone, rsvp_status, plus_ones, deleted_at)
       values ($1, $2, $3, $4, $5, lower($5), $6, $7, $8, $9)`,
      [
        guestId(index),
        organizationId,
        one.isElsewhere ? otherEventId : eventId,
        `Guest ${index}`,
        email,
        one.phone === null ? null : phoneOf(one.phone),
        one.rsvpStatus,
        one.plusOnes,
        one.isDeleted ? new Date() : null,
      ],
    );
  }
  for (const one of suppressions) {
    const key = one.channel === 'email' ? emailOf(one.address) : phoneOf(one.address);
    await database.pool.query(
      `insert into suppressions (organization_id, channel, address, address_key, scope, event_id, applies_to, reason, source, lifted_at)
       values ($1, $2, $3, $3, $4, $5, $6, $7, 'test', $8) on conflict do nothing`,
      [
        organizationId,
        one.channel,
        key,
        one.scope,
        one.scope === 'event' ? one.event : null,
        one.appliesTo,
        one.reason,
        one.isLifted ? new Date() : null,
      ],
    );
  }
}

/** What should come out, guest by guest, said without SQL. */
async function expected(guests: readonly Guest[], query: RecipientsQuery): Promise<Map<string, string | null>> {
  const { rows } = await database.pool.query('select * from suppressions where lifted_at is null and channel = $1', [
    query.channel,
  ]);
  const taken = new Set<string>();
  const reasons = new Map<string, string | null>();
  for (const [index, one] of guests.entries()) {
    if (one.isDeleted || one.isElsewhere) continue;
    if (
      query.audience === 'segment'
        ? one.plusOnes < 1
        : query.audience !== 'everyone' && query.audience !== one.rsvpStatus
    )
      continue;
    const n = query.channel === 'email' ? one.email : one.phone;
    const key = n === null ? null : query.channel === 'email' ? emailOf(n) : phoneOf(n);
    const standing = rows
      .filter((row) => row.address_key === key)
      .map((row) => ({
        scope: row.scope,
        eventId: row.event_id,
        senderId: null,
        appliesTo: row.applies_to,
        reason: row.reason,
      }));
    const reason = coveringReason(standing, { eventId, senderId: null, isBroadcast: query.isBroadcast });
    if (key === null) reasons.set(guestId(index), 'no_address');
    else if (reason !== null) reasons.set(guestId(index), `suppressed:${reason}`);
    else if (query.dedupe === 'contact' && taken.has(key)) reasons.set(guestId(index), 'duplicate_contact');
    else reasons.set(guestId(index), null);
    if (key !== null) taken.add(key);
  }
  return reasons;
}

const rowsOf = async (query: RecipientsQuery): Promise<RecipientRow[]> =>
  (await sql<RecipientRow>`select * from (${recipientsSql(query)}) r`.execute(em.getKysely())).rows;
const criteria = { field: 'plusOnes', op: 'gte', value: 1 } as const;

describe('who gets a message', () => {
  it('is what the rules say, whoever the guests are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(guest, { maxLength: 14 }),
        fc.array(suppression, { maxLength: 6 }),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        async (guests, suppressions, requests) => {
          await seed(guests, suppressions);
          for (const one of requests) {
            const query: RecipientsQuery = {
              organizationId,
              eventId,
              criteria: one.audience === 'segment' ? criteria : null,
              ...one,
            };
            const rows = await rowsOf(query);
            const want = await expected(guests, query);
            expect(
              new Map(
                [...rows].sort((a, b) => (a.guest_id < b.guest_id ? -1 : 1)).map((row) => [row.guest_id, row.reason]),
              ),
            ).toEqual(want);
            expect(new Set(rows.map((row) => row.dedupe_key)).size).toBe(rows.length);
            for (const row of rows) {
              expect(row.status).toBe(
                row.reason === null ? 'pending' : row.reason.startsWith('suppressed:') ? 'suppressed' : 'skipped',
              );
              expect(row.dedupe_key.startsWith(row.reason === null ? 'c:' : 'x:')).toBe(true);
            }
            const repository = new RecipientsRepository(em);
            const counted = await repository.countAndKeep(query, null);
            const how = (reason: (value: string | null) => boolean): number => [...want.values()].filter(reason).length;
            expect(counted).toMatchObject({
              count: how((reason) => reason === null),
              total: want.size,
              excluded: {
                suppressed: how((reason) => reason?.startsWith('suppressed:') ?? false),
                noAddress: how((reason) => reason === 'no_address'),
                duplicate: how((reason) => reason === 'duplicate_contact'),
              },
            });
            expect(await repository.count(query)).toMatchObject({
              count: counted.count,
              excluded: counted.excluded,
              suppressedBy: counted.suppressedBy,
            });
            expect(await repository.hasAny(query)).toBe(counted.count > 0);
            const { rows: kept } = await database.pool.query('select guest_ids from audience_snapshots where id = $1', [
              counted.snapshot,
            ]);
            expect([...kept[0].guest_ids].sort()).toEqual(
              [...want].filter(([, reason]) => reason === null).map(([guestOf]) => guestOf),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an audience', () => {
  const plain: Guest = {
    email: null,
    phone: null,
    rsvpStatus: 'attending',
    plusOnes: 0,
    isDeleted: false,
    isElsewhere: false,
  };
  const query: RecipientsQuery = {
    organizationId,
    eventId,
    channel: 'email',
    audience: 'everyone',
    criteria: null,
    dedupe: 'contact',
    isBroadcast: true,
  };
  beforeEach(() => seed([{ ...plain, email: 1 }, { ...plain, email: 2 }, { ...plain, email: 3 }, plain], []));

  it('can be narrowed to some guests, named or asked for', async () => {
    const some = [guestId(1), guestId(3), id(77)];
    for (const onlyGuestIds of [some, sql`select unnest(${some}::uuid[])`]) {
      expect((await rowsOf({ ...query, onlyGuestIds })).map((row) => row.guest_id).sort()).toEqual([
        guestId(1),
        guestId(3),
      ]);
    }
    expect(await rowsOf({ ...query, onlyGuestIds: [] })).toEqual([]);
  });

  it('of a segment without criteria is nobody, and never everybody', async () => {
    expect(await rowsOf({ ...query, audience: 'segment' })).toEqual([]);
  });

  it('of another organization is nobody', async () => {
    expect(await rowsOf({ ...query, organizationId: id(9) })).toEqual([]);
  });

  it('holds what a delivery needs of its guest', async () => {
    const [row] = await rowsOf({ ...query, onlyGuestIds: [guestId(0)] });
    expect(row).toMatchObject({ address: emailOf(1), address_key: emailOf(1), dedupe_key: `c:${emailOf(1)}` });
    expect(row!.merge_values).toEqual({ guest_name: 'Guest 0', guest_first_name: null, plus_ones: 0, link_version: 1 });
    const [perGuest] = await rowsOf({ ...query, dedupe: 'guest', onlyGuestIds: [guestId(0)] });
    expect(perGuest!.dedupe_key).toBe(`c:${emailOf(1)}:${guestId(0)}`);
  });

  it('is kept once for equal sets, and told apart when one guest is exchanged for another', async () => {
    const repository = new RecipientsRepository(em);
    const first = await repository.countAndKeep(query, null);
    expect((await repository.countAndKeep(query, null)).snapshot).toBe(first.snapshot);
    await database.pool.query('update guests set email = null, email_key = null where id = $1', [guestId(0)]);
    await database.pool.query('update guests set email = $2, email_key = $2 where id = $1', [guestId(3), emailOf(4)]);
    const second = await repository.countAndKeep(query, null);
    expect(second.count).toBe(first.count);
    expect(second.digest).not.toBe(first.digest);
    expect(await new SnapshotsRepository(em).difference(first.snapshot, second.snapshot)).toEqual({
      joined: { count: 1, guests: [{ id: guestId(3), name: 'Guest 3' }] },
      left: { count: 1, guests: [{ id: guestId(0), name: 'Guest 0' }] },
    });
  });

  it('that was kept is forgotten after its hour, but not while a message needs it', async () => {
    const snapshots = new SnapshotsRepository(em);
    const { snapshot } = await new RecipientsRepository(em).countAndKeep(query, null);
    await database.pool.query(`update audience_snapshots set expires_at = now() - interval '10 minutes'`);
    expect(await snapshots.find(eventId, snapshot)).toBeNull();
    await database.pool.query(
      `insert into messages (id, organization_id, event_id, kind, channel, audience, subject, body, status, send_at, snapshot_id)
       values ($1, $2, $3, 'broadcast', 'email', 'everyone', 's', 'b', 'scheduled', now(), $4)`,
      [id(500), organizationId, eventId, snapshot],
    );
    const left = async (): Promise<number> =>
      (await database.pool.query('select 1 from audience_snapshots')).rows.length;
    await snapshots.purge();
    expect(await left()).toBe(1);
    await database.pool.query('delete from messages');
    await snapshots.purge();
    expect(await left()).toBe(0);
  });
});
