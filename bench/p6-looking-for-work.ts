import 'reflect-metadata';
import { databaseOptions } from '@beckon/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { CompiledQuery, KyselyPlugin } from 'kysely';
import type { Pool } from 'pg';
import { ClaimsRepository } from '../libs/delivery/src/engine/claims.repository';
import { FinishingRepository } from '../libs/delivery/src/engine/finishing.repository';
import { GuardRailsRepository } from '../libs/delivery/src/engine/guard-rails.repository';
import { LeasesRepository } from '../libs/delivery/src/engine/leases.repository';
import { type BenchEvent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { openStage } from './harness/stage';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 500_000);
const DELIVERIES = Number(process.env.BENCH_DELIVERIES ?? 1_000_000);
const DUE = Number(process.env.BENCH_DUE ?? 1000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3) * 15;
/** What the poller and the sweeper ask for. */
const [POLL_LIMIT, SWEEP_LIMIT, QUIET_MS] = [100, 50, 4000];
/** A sort of more rows than this would be one of the table. */
const SORT_AT_MOST = 20 * DUE;

/** P6: every look for work, on big tables, against the cheapest read there is. */
export async function p6(): Promise<void> {
  const stage = await openStage();
  const orm = await MikroORM.init({ ...databaseOptions(stage.databaseUrl, 1), entities: [] });
  try {
    const oneId = await fill(stage.pool, await seedEvent(stage.pool, 0));
    const em = orm.em.fork();
    const looks: Record<string, (em: EntityManager) => Promise<unknown>> = {
      poll: (on) => new ClaimsRepository(on, new GuardRailsRepository(on)).listDue(POLL_LIMIT),
      reaper: (on) => new LeasesRepository(on).reap([]),
      sweeper: (on) => new FinishingRepository(on).claimUnserved(QUIET_MS, SWEEP_LIMIT),
    };
    const times: Record<string, number[]> = { 'one row by its key': [], poll: [], reaper: [], sweeper: [] };
    const readOne = (on: EntityManager) => on.getConnection().execute('select * from messages where id = ?', [oneId]);
    for (let round = -5; round < ROUNDS; round++) {
      for (const [name, look] of Object.entries({ 'one row by its key': readOne, ...looks })) {
        const start = performance.now();
        await look(em);
        if (round >= 0) times[name]!.push(performance.now() - start);
      }
    }
    const faults: string[] = [];
    for (const [name, look] of Object.entries(looks)) {
      const { em: heard, statements } = overheard(em);
      await look(heard);
      faults.push(...(await faultsOf(stage.pool, name, statements)));
    }
    const key = median(times['one row by its key']!);
    const ratios = Object.keys(looks).map((name) => median(times[name]!) / key);
    const figures = Object.keys(looks).map((name, i) => `${name} ${ratios[i]!.toFixed(1)} x`);
    report({
      id: 'P6',
      work: `the poll among ${MESSAGES} messages of which ${DUE} are due; the reaper and the sweeper with ${DELIVERIES} deliveries`,
      yardstick: `reading one message by its key (${key.toFixed(2)} ms)`,
      goal: '<= 10 x; no sequential scan and no sort of the table',
      result: `${figures.join(', ')}; ${faults.length === 0 ? 'no sequential scan, no sort of the table' : faults.join(', ')}`,
      isMet: ratios.every((ratio) => ratio <= 10) && faults.length === 0,
      rounds: times,
    });
  } finally {
    await orm.close(true);
    await stage.close();
  }
}

/** Planned and ended messages with the deliveries of a long time, a few of them still on their way. @returns the id of one of them */
async function fill(pool: Pool, event: BenchEvent): Promise<string> {
  const values = [event.organizationId, event.eventId, event.userId];
  await pool.query(
    `insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, send_at, created_by)
     select $1, $2, 'broadcast', 'email', 'everyone', 'Doors', 'Hello', 'scheduled',
            case when n <= $5 then now() - make_interval(secs => n) else now() + make_interval(hours => n % 5000 + 1) end, $3
       from generate_series(1, $4::int) n`,
    [...values, MESSAGES - 100, DUE],
  );
  // messages that run now, each with its share of what was sent: every second one waits for a provider
  await pool.query(
    `with running as (
       insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, send_at, total, created_by)
       select $1, $2, 'broadcast', 'email', 'everyone', 'Doors', 'Hello', 'sending', now() - interval '1 hour', $4::int / 100, $3
         from generate_series(1, 100) returning id)
     insert into deliveries (organization_id, event_id, message_id, channel, dedupe_key, status, recipient, address_key, provider, next_attempt_at, lease_until)
     select $1, $2, r.id, 'email', 'c:' || n, s.status, 'g' || n || '@guests.test', 'g' || n || '@guests.test', 'smtp',
            case when s.status = 'pending' then now() + interval '1 day' end, case when s.status = 'dispatching' then now() + interval '1 day' end
       from running r, generate_series(1, $4::int / 100) n,
            lateral (select case when n <= 5 then 'pending' when n <= 10 then 'dispatching' else 'accepted' end as status) s`,
    [...values, DELIVERIES],
  );
  await pool.query('vacuum (analyze) messages, deliveries');
  return (await pool.query<{ id: string }>('select id from messages offset 5 limit 1')).rows[0]!.id;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** What the plans of the very statements do that they must not. */
async function faultsOf(pool: Pool, name: string, said: readonly CompiledQuery[]): Promise<string[]> {
  const faults: string[] = [];
  const walk = (node: PlanNode): void => {
    const relation = node['Relation Name'] ?? '';
    if (node['Node Type'] === 'Seq Scan' && ['messages', 'deliveries'].includes(relation))
      faults.push(`${name} scans ${relation}`);
    if (node['Node Type'].includes('Sort') && node['Plan Rows'] > SORT_AT_MOST)
      faults.push(`${name} sorts ${node['Plan Rows']} rows`);
    node.Plans?.forEach(walk);
  };
  for (const { sql, parameters } of said) {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${sql}`, [
      ...parameters,
    ]);
    walk(rows[0]!['QUERY PLAN'][0].Plan);
  }
  if (said.length === 0) throw new Error(`${name} asked nothing`);
  return faults;
}

/** The same database, and every statement it is asked, as PostgreSQL gets it. */
function overheard(em: EntityManager): { em: EntityManager; statements: CompiledQuery[] } {
  const statements: CompiledQuery[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.push(em.getKysely().getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return { em: { getKysely: () => em.getKysely().withPlugin(plugin) } as unknown as EntityManager, statements };
}
