import {
  covers,
  coveringReason,
  type StandingSuppression,
  standingSuppressionsSql,
  suppressedSql,
} from '@beckon/consent';
import * as fc from 'fast-check';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import { createDatabase, type TestDatabase } from '../harness/database';

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const organizationId = id(1);
const events = [id(2), id(3)] as const;
const senders = [id(4), id(5)] as const;

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const standing = fc.record({
  scope: fc.constantFrom('organization', 'event', 'sender'),
  event: fc.constantFrom(...events),
  sender: fc.constantFrom(...senders),
  appliesTo: fc.constantFrom('broadcast', 'all'),
  reason: fc.constantFrom('complaint', 'bounce', 'stop', 'unsubscribe', 'manual'),
  isLifted: fc.boolean(),
  isElsewhere: fc.constantFrom<'no' | 'channel' | 'organization' | 'address'>(
    'no',
    'no',
    'no',
    'channel',
    'organization',
    'address',
  ),
});

it('the gate in SQL is the rule of the domain', async () => {
  const client = await database.pool.connect();
  const ask = async (query: RawBuilder<unknown>): Promise<unknown> => {
    const { sql: text, parameters } = query.compile(compiler);
    const { rows } = await client.query<{ reason: string | null }>(text, [...parameters]);
    return rows[0]?.reason ?? null;
  };
  try {
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(standing, { maxLength: 6 }),
        fc.constantFrom(...events),
        fc.option(fc.constantFrom(...senders)),
        fc.boolean(),
        async (rows, eventId, senderId, isBroadcast) => {
          await client.query('begin');
          // the rule looks at suppressions alone: no events or organizations are needed for it
          await client.query(`set local session_replication_role = replica`);
          const stands: StandingSuppression[] = [];
          for (const { scope, event, sender, appliesTo, reason, isLifted, isElsewhere } of rows) {
            const row = {
              scope,
              reason,
              appliesTo,
              eventId: scope === 'event' ? event : null,
              senderId: scope === 'sender' ? sender : null,
            } as const;
            const { rowCount } = await client.query(
              `insert into suppressions (organization_id, channel, address, address_key, scope, event_id, sender_id, applies_to, reason, source, lifted_at)
             values ($1, $2, 'x', $3, $4, $5, $6, $7, $8, 'test', $9) on conflict do nothing`,
              [
                isElsewhere === 'organization' ? id(9) : organizationId,
                isElsewhere === 'channel' ? 'sms' : 'email',
                isElsewhere === 'address' ? 'other@example.test' : 'ama@example.test',
                scope,
                row.eventId,
                row.senderId,
                appliesTo,
                reason,
                isLifted ? '2026-01-01T00:00:00Z' : null,
              ],
            );
            if (rowCount === 1 && !isLifted && isElsewhere === 'no') stands.push(row);
          }
          const send = { eventId, senderId, isBroadcast };
          const expected = coveringReason(stands, send);
          if (stands.some((suppression) => covers(suppression, send))) refusals++;
          const input = {
            organizationId: sql`${organizationId}::uuid`,
            eventId: sql`${eventId}::uuid`,
            channel: sql`'email'`,
            ...(senderId !== null && { senderId: sql`${senderId}::uuid` }),
          };
          const addressKey = sql`'ama@example.test'`;
          const set = (flag: boolean | RawBuilder<unknown>) => standingSuppressionsSql({ ...input, isBroadcast: flag });
          expect(await ask(sql`select ${suppressedSql({ ...input, addressKey, isBroadcast })} as reason`)).toBe(
            expected,
          );
          expect(
            await ask(
              sql`select ${suppressedSql({ ...input, addressKey, isBroadcast: sql`${isBroadcast}::boolean` })} as reason`,
            ),
          ).toBe(expected);
          expect(await ask(sql`select s.reason from (${set(isBroadcast)}) s where s.address_key = ${addressKey}`)).toBe(
            expected,
          );
          await client.query('rollback');
        },
      ),
      { numRuns: 150 },
    );
    // otherwise the cases would say nothing
    expect(refusals).toBeGreaterThan(20);
  } finally {
    client.release();
  }
});
