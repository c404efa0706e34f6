import path from 'node:path';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { writeSample } from './harness/sample';
import { openStage, run } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** The bare loop is at its best with about ten connections; it gets what suits it. */
const BARE_CONNECTIONS = [10, 20];

/** P1: a whole ledger against a loop that keeps nothing, both to the same sink with the same text. */
export async function p1(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.sink();
    const event = await seedEvent(stage.pool, MAILS);
    await stage.worker({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
    let sampleFile = '';
    const ours: number[] = [];
    const bare: Record<number, number[]> = Object.fromEntries(BARE_CONNECTIONS.map((n) => [n, []]));
    for (let round = 0; round <= ROUNDS; round++) {
      const before = (await sink.count()).count;
      const messageId = await dueBroadcast(stage.pool, event);
      const ms = await msUntilSent(stage.pool, messageId);
      const accepted = (await sink.count()).count - before;
      if (accepted !== MAILS) throw new Error(`${accepted} of ${MAILS} mails arrived`);
      if (round === 0) sampleFile = await writeSample(stage.pool, messageId);
      else ours.push(MAILS / (ms / 1000));
      for (const connections of BARE_CONNECTIONS) {
        const bareMs = Number(
          await run(process.execPath, [
            path.join(__dirname, 'harness/bare-loop.mjs'),
            String(sink.port),
            String(MAILS),
            String(connections),
            sampleFile,
          ]),
        );
        if (round > 0) bare[connections]!.push(MAILS / (bareMs / 1000));
      }
    }
    const best = BARE_CONNECTIONS.reduce((a, b) => (median(bare[a]!) >= median(bare[b]!) ? a : b));
    const ratio = median(ours) / median(bare[best]!);
    report({
      id: 'P1',
      work: `${MAILS} e-mail deliveries over SMTP, one worker, full ledger`,
      yardstick: `a pooled nodemailer loop with ${best} connections that records nothing`,
      goal: '>= 0.95, aim 1.5',
      result: `${ratio.toFixed(2)} x its rate (${Math.round(median(ours))} against ${Math.round(median(bare[best]!))} mails/s)`,
      isMet: ratio >= 0.95,
      rounds: {
        'ours, mails/s': ours,
        ...Object.fromEntries(BARE_CONNECTIONS.map((n) => [`bare loop with ${n} connections, mails/s`, bare[n]!])),
      },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}
