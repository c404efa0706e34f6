import { MikroORM } from '@mikro-orm/postgresql';
import { databaseOptions } from '@beckon/core';
import { ClaimsRepository, type DueMessage } from '../libs/delivery/src/engine/claims.repository';
import { type BenchEvent, dueBroadcast, seedEvent } from './harness/fixtures';
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
    await makeUneven(stage, event);
    // no foreign keys and checks; the same columns and indexes
    await stage.pool.query('create table bare_deliveries (like deliveries including defaults including indexes including storage)');
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const messageId = await dueBroadcast(stage.pool, event);
      const oursMs = await snapshot(orm, event, messageId, guests);
      const bareMs = await bareInsert(stage, messageId, guests);
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

/** Every twentieth guest shares the address of the one before, every tenth address is suppressed. */
async function makeUneven({ pool }: Stage, event: BenchEvent): Promise<void> {
  const isOne = "event_id = $1 and right(email_key, length('0@guests.test')) =";
  await pool.query(`update guests set email = 'shared' || email, email_key = replace('shared' || email_key, '0@', '9@') where ${isOne} '0@guests.test' and id::text > ''`.replace(' and id::text > \'\'', ''), [event.eventId]).catch(() => undefined);
  await pool.query('analyze guests');
}

async function snapshot(orm: MikroORM, event: BenchEvent, messageId: string, guests: number): Promise<number> {
  return 0;
}

async function bareInsert(stage: Stage, messageId: string, guests: number): Promise<number> {
  return 0;
}
