import 'reflect-metadata';
import { MikroORM } from '@mikro-orm/postgresql';
import { databaseOptions } from '@beckon/core';
import { ClaimsRepository } from '../libs/delivery/src/engine/claims.repository';
import { GuardRailsRepository } from '../libs/delivery/src/engine/guard-rails.repository';
import { addExclusions, type BenchEvent, dueBroadcast, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { openStage, type Stage } from './harness/stage';

const SIZES = process.env.BENCH_GUESTS ? [Number(process.env.BENCH_GUESTS)] : [100_000, 1_000_000];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** P3: writing down who gets a message, who does not and why, against a bare INSERT ... SELECT of as many rows. */
export async function p3(): Promise<void> {
  const rounds: Record<string, number[]> = {};
  const ratios: number[] = [];
  for (const guests of SIZES) {
    const { ours, bare } = await measure(guests);
    rounds[`snapshot of ${guests}, ms`] = ours;
    rounds[`bare insert of ${guests}, ms`] = bare;
    ratios.push(median(ours) / median(bare));
  }
  report({
    id: 'P3',
    work: `snapshot of ${SIZES.join(' and ')} guests: audience, suppressions (10 %) and duplicates (5 %)`,
    yardstick: 'a bare INSERT ... SELECT of as many rows into a table of the same columns and indexes',
    goal: '<= 2 x its time',
    result: ratios.map((ratio, index) => `${ratio.toFixed(2)} x its time at ${SIZES[index]}`).join(', '),
    isMet: ratios.every((ratio) => ratio <= 2),
    rounds,
  });
}

async function measure(guests: number): Promise<{ ours: number[]; bare: number[] }> {
  // a stage of its own for each size: what is measured second must not find bigger tables
  const stage = await openStage();
  const orm = await MikroORM.init({ ...databaseOptions(stage.databaseUrl, 2), entities: [] });
  try {
    const event = await seedEvent(stage.pool, guests);
    await addExclusions(stage.pool, event);
    // no foreign keys and checks; the same columns and indexes
    await stage.pool.query(
      'create table bare_deliveries (like deliveries including defaults including indexes including storage)',
    );
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const messageId = await dueBroadcast(stage.pool, event);
      const oursMs = await snapshot(orm, event, messageId, guests);
      const bareMs = await bareInsert(stage, messageId);
      // the first round warms everything up
      if (round === 0) continue;
      ours.push(oursMs);
      bare.push(bareMs);
    }
    return { ours, bare };
  } finally {
    await orm.close(true);
    await stage.close();
  }
}

/** What the claim does to a due message, from the first row written to the end of the transaction. */
async function snapshot(orm: MikroORM, event: BenchEvent, messageId: string, guests: number): Promise<number> {
  const em = orm.em.fork();
  let start = 0;
  const written = await em.transactional(async (inside) => {
    const claims = new ClaimsRepository(inside, new GuardRailsRepository(inside));
    const message = await claims.claimDue(messageId);
    if (message === null) throw new Error('the message is not due');
    start = performance.now();
    return claims.insertDeliveries(message, {
      organizationId: event.organizationId,
      eventId: event.eventId,
      channel: 'email',
      audience: 'everyone',
      criteria: null,
      dedupe: 'contact',
      isBroadcast: true,
    });
  });
  const ms = performance.now() - start;
  const share = written.pending / guests;
  if (written.total !== guests || share < 0.8 || share > 0.9) throw new Error(`unlikely: ${JSON.stringify(written)}`);
  return ms;
}

const columns =
  'organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, reason, recipient, address_key, merge_values, next_attempt_at';

/** The very same rows once more, from a table that has nothing else in it. */
async function bareInsert({ pool }: Stage, messageId: string): Promise<number> {
  await pool.query(`create table ready_rows as select ${columns} from deliveries where message_id = '${messageId}'`);
  await pool.query('analyze ready_rows');
  const start = performance.now();
  await pool.query(`insert into bare_deliveries (${columns}) select ${columns} from ready_rows`);
  const ms = performance.now() - start;
  await pool.query('drop table ready_rows');
  return ms;
}
