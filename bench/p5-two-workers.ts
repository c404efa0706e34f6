import type { ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { end, openStage, type Stage } from './harness/stage';

const MAILS = Number(process.env.BENCH_MAILS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** What a mail takes at a server on the net; long enough that neither one worker nor two use up the cores of the machine. */
const SERVER_TAKES_MS = 25;

/**
 * P5: two workers drain one message against one that does it alone. Once with a server that takes its time, so that cores are
 * free; once with one that answers at once, where workers, server and PostgreSQL share the cores there are.
 */
export async function p5(): Promise<void> {
  const stage = await openStage();
  try {
    const free = await measure(stage, SERVER_TAKES_MS);
    const shared = await measure(stage, 0);
    const ratio = median(free.two) / median(free.one);
    report({
      id: 'P5',
      work: `${MAILS} e-mail deliveries of one message, two workers`,
      yardstick: 'the same with one worker',
      goal: '>= 1.7 on two free cores',
      result: `${inWords(free)} with a server that takes ${SERVER_TAKES_MS} ms over a mail; ${inWords(shared)} with one that answers at once, when server and PostgreSQL use the same ${cpus().length} cores`,
      isMet: ratio >= 1.7,
      rounds: {
        'two workers, mails/s': free.two,
        'one worker, mails/s': free.one,
        'two workers on full cores, mails/s': shared.two,
        'one worker on full cores, mails/s': shared.one,
      },
    });
  } finally {
    await stage.close();
  }
}

interface Rates {
  readonly one: number[];
  readonly two: number[];
}

/** @returns mails per second of each round */
async function measure(stage: Stage, serverTakesMs: number): Promise<Rates> {
  const sink = await stage.sink(serverTakesMs);
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
  sink.stop();
  return { one, two };
}

const inWords = ({ one, two }: Rates): string =>
  `${(median(two) / median(one)).toFixed(2)} x its rate (${Math.round(median(two))} against ${Math.round(median(one))} mails/s)`;
