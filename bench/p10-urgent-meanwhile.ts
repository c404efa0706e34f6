import type { Pool } from 'pg';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { openStage } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 50_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const URGENT = 40;

interface HandOver {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** P10: a message to few guests while one to many drains, against the same on an idle system. */
export async function p10(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const many = await seedEvent(stage.pool, MAILS);
    const few = await seedEvent(stage.pool, URGENT);
    await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
    const urgent = async (): Promise<HandOver> => {
      const messageId = await dueBroadcast(stage.pool, few);
      await msUntilSent(stage.pool, messageId);
      return handOver(stage.pool, messageId);
    };
    const idle: HandOver[] = [];
    const busy: HandOver[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const alone = await urgent();
      const big = await dueBroadcast(stage.pool, many);
      await halfway(stage.pool, big, MAILS / 5);
      const meanwhile = await urgent();
      if ((await statusOf(stage.pool, big)) !== 'sending')
        throw new Error('the big message ended before the small one: give it more guests with BENCH_MAILS');
      await msUntilSent(stage.pool, big);
      if (round === 0) continue;
      idle.push(alone);
      busy.push(meanwhile);
    }
    const [first, last] = (['firstMs', 'lastMs'] as const).map(
      (time) => median(busy.map((one) => one[time])) - median(idle.map((one) => one[time])),
    ) as [number, number];
    report({
      id: 'P10',
      work: `a message to ${URGENT} guests while one to ${MAILS} drains`,
      yardstick: 'the same on an idle system',
      goal: 'first handed over <= 2 s later, last <= 10 s later',
      result: `first ${(first / 1000).toFixed(2)} s later, last ${(last / 1000).toFixed(2)} s later`,
      isMet: first <= 2000 && last <= 10_000,
      rounds: {
        'idle, first, ms': idle.map(({ firstMs }) => firstMs),
        'idle, last, ms': idle.map(({ lastMs }) => lastMs),
        'while draining, first, ms': busy.map(({ firstMs }) => firstMs),
        'while draining, last, ms': busy.map(({ lastMs }) => lastMs),
      },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}

/** From the moment the message was due to what the provider accepted first and last, by the database's clock. */
async function handOver(pool: Pool, messageId: string): Promise<HandOver> {
  const { rows } = await pool.query<{ first: number; last: number; n: number }>(
    `select (extract(epoch from min(d.accepted_at) - m.send_at) * 1000)::float8 as first,
            (extract(epoch from max(d.accepted_at) - m.send_at) * 1000)::float8 as last, count(d.accepted_at)::int as n
       from messages m join deliveries d on d.message_id = m.id where m.id = $1 group by m.send_at`,
    [messageId],
  );
  const { first, last, n } = rows[0]!;
  if (n !== URGENT) throw new Error(`${n} of ${URGENT} were accepted`);
  return { firstMs: first, lastMs: last };
}

async function statusOf(pool: Pool, messageId: string): Promise<string> {
  return (await pool.query<{ status: string }>('select status from messages where id = $1', [messageId])).rows[0]!
    .status;
}

/** Waits until some of a message have been accepted. */
async function halfway(pool: Pool, messageId: string, accepted: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from (select 1 from deliveries where message_id = $1 and status = 'accepted' limit $2) a`,
      [messageId, Math.ceil(accepted)],
    );
    if (rows[0]!.n >= accepted) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
