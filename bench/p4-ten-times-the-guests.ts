import { readFileSync } from 'node:fs';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { end, openStage } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 20_000);

/** P4: ten times the guests take ten times as long, and no more memory. */
export async function p4(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const measure = async (guests: number): Promise<{ ms: number; mib: number }> => {
      const event = await seedEvent(stage.pool, guests);
      const worker = await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
      let mib = 0;
      const watch = setInterval(() => (mib = Math.max(mib, residentMiB(worker.pid!))), 100);
      const messageId = await dueBroadcast(stage.pool, event);
      const ms = await msUntilSent(stage.pool, messageId);
      clearInterval(watch);
      await end(worker);
      const { rows } = await stage.pool.query<{ status: string; count: number }>(
        'select status, count(*)::int as count from deliveries where message_id = $1 group by 1',
        [messageId],
      );
      if (rows.length !== 1 || rows[0]?.status !== 'accepted' || rows[0].count !== guests)
        throw new Error(`not every guest is accounted for: ${JSON.stringify(rows)}`);
      return { ms, mib };
    };
    await measure(MAILS);
    // around the large one, as a ledger that has grown is a little slower for both
    const before = [await measure(MAILS), await measure(MAILS)];
    const large = await measure(MAILS * 10);
    const smalls = [...before, await measure(MAILS), await measure(MAILS)];
    const small = { ms: median(smalls.map(({ ms }) => ms)), mib: median(smalls.map(({ mib }) => mib)) };
    const time = large.ms / small.ms;
    const memory = large.mib / small.mib;
    report({
      id: 'P4',
      work: `${MAILS * 10} deliveries, every row accounted for`,
      yardstick: `${MAILS} deliveries`,
      goal: 'time <= 10.5 x, memory of the worker <= 1.1 x',
      result: `time ${time.toFixed(2)} x (${(large.ms / 1000).toFixed(1)} s against ${(small.ms / 1000).toFixed(1)} s), memory ${memory.toFixed(2)} x (${Math.round(large.mib)} against ${Math.round(small.mib)} MiB)`,
      isMet: time <= 10.5 && memory <= 1.1,
      rounds: {
        'small, seconds': smalls.map(({ ms }) => ms / 1000),
        'large, seconds': [large.ms / 1000],
        'small, MiB': smalls.map(({ mib }) => mib),
        'large, MiB': [large.mib],
      },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}

function residentMiB(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
