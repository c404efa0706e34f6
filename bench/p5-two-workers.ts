import type { ChildProcess } from 'node:child_process';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { end, openStage } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** P5: two workers drain one message against one that does it alone. */
export async function p5(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const event = await seedEvent(stage.pool, MAILS);
    const drain = async (workers: number): Promise<number> => {
      const started: ChildProcess[] = [];
      for (let n = 0; n < workers; n++) started.push(await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` }));
      const before = (await sink.count()).count;
      const ms = await msUntilSent(stage.pool, await dueBroadcast(stage.pool, event));
      const accepted = (await sink.count()).count - before;
      for (const worker of started) await end(worker);
      if (accepted !== MAILS) throw new Error(`${accepted} of ${MAILS} mails arrived`);
      return MAILS / (ms / 1000);
    };
    const one: number[] = [];
    const two: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const rates = [await drain(1), await drain(2)] as const;
      // the first round warms everything up
      if (round === 0) continue;
      one.push(rates[0]);
      two.push(rates[1]);
    }
    const ratio = median(two) / median(one);
    report({
      id: 'P5',
      work: `${MAILS} e-mail deliveries of one message, two workers`,
      yardstick: 'the same with one worker',
      goal: '>= 1.7 on two free cores',
      result: `${ratio.toFixed(2)} x its rate (${Math.round(median(two))} against ${Math.round(median(one))} mails/s)`,
      isMet: ratio >= 1.7,
      rounds: { 'two workers, mails/s': two, 'one worker, mails/s': one },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}
