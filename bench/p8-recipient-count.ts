import 'reflect-metadata';
import { databaseOptions } from '@beckon/core';
import { criteriaSql, parseCriteria } from '@beckon/guests';
import { RecipientsRepository } from '@beckon/messaging';
import { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { addExclusions, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { openStage } from './harness/stage';

const GUESTS = Number(process.env.BENCH_GUESTS ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3) * 5;

/** P8: how many get a message, who does not and why, against the number of rows alone. */
export async function p8(): Promise<void> {
  const stage = await openStage();
  const orm = await MikroORM.init({ ...databaseOptions(stage.databaseUrl, 2), entities: [] });
  try {
    const event = await seedEvent(stage.pool, GUESTS);
    await addExclusions(stage.pool, event);
    const criteria = parseCriteria({
      all: [
        { field: 'rsvpStatus', op: 'in', value: ['attending', 'maybe'] },
        { not: { field: 'name', op: 'contains', value: 'number 77' } },
      ],
    });
    const em = orm.em.fork();
    const recipients = new RecipientsRepository(em);
    const query = {
      organizationId: event.organizationId,
      eventId: event.eventId,
      channel: 'email',
      audience: 'segment',
      criteria,
      dedupe: 'contact',
      isBroadcast: true,
    } as const;
    const bareCount = () =>
      sql<{ n: number }>`
        select count(*)::int as n from guests g
         where g.event_id = ${event.eventId} and g.deleted_at is null and ${criteriaSql(criteria, 'g')}`.execute(
        em.getKysely(),
      );
    const ours: number[] = [];
    const kept: number[] = [];
    const bare: number[] = [];
    for (let round = -2; round < ROUNDS; round++) {
      const [bareMs, { rows }] = await timed(bareCount);
      const [oursMs, count] = await timed(() => recipients.count(query));
      const [keptMs] = await timed(() => recipients.countAndKeep(query, null));
      if (count.total !== rows[0]!.n || count.count >= count.total * 0.9)
        throw new Error(`unlikely: ${JSON.stringify(count)} of ${rows[0]!.n}`);
      // the first two rounds warm everything up
      if (round < 0) continue;
      ours.push(oursMs);
      kept.push(keptMs);
      bare.push(bareMs);
    }
    const ratio = median(ours) / median(bare);
    report({
      id: 'P8',
      work: `recipient count of a segment of ${GUESTS} guests, with suppressions (10 %) and duplicates (5 %) by reason`,
      yardstick: 'a bare count(*) of the same rows',
      goal: '<= 4 x its time',
      result: `${ratio.toFixed(2)} x its time (${median(ours).toFixed(0)} against ${median(bare).toFixed(0)} ms), ${(median(kept) / median(bare)).toFixed(2)} x when the set of guests is kept too`,
      isMet: ratio <= 4,
      rounds: { 'count, ms': ours, 'count and keep, ms': kept, 'count(*), ms': bare },
    });
  } finally {
    await orm.close(true);
    await stage.close();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}
