import path from 'node:path';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { writeSample } from './harness/sample';
import { openStage, run } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CONNECTIONS = 20;

/** P2: the ledger against one Bull job per recipient with three statements each. */
export async function p2(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const event = await seedEvent(stage.pool, MAILS);
    await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const messageId = await dueBroadcast(stage.pool, event);
      const ms = await msUntilSent(stage.pool, messageId);
      const sampleFile = await writeSample(stage.pool, messageId);
      const jobMs = Number(
        await run(process.execPath, [
          path.join(__dirname, 'harness/job-per-recipient.mjs'),
          stage.databaseUrl,
          stage.redisUrl,
          String(sink.port),
          String(MAILS),
          String(CONNECTIONS),
          sampleFile,
        ]),
      );
      if (round === 0) continue;
      ours.push(MAILS / (ms / 1000));
      theirs.push(MAILS / (jobMs / 1000));
    }
    const ratio = median(ours) / median(theirs);
    report({
      id: 'P2',
      work: `${MAILS} e-mail deliveries over SMTP, one worker, full ledger`,
      yardstick: 'one Bull job per recipient (addBulk) with three statements each',
      goal: '>= 2.3, aim 4',
      result: `${ratio.toFixed(2)} x its rate (${Math.round(median(ours))} against ${Math.round(median(theirs))} mails/s)`,
      isMet: ratio >= 2.3,
      rounds: { 'ours, mails/s': ours, 'job per recipient, mails/s': theirs },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}
