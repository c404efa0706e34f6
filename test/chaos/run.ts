import { parseArgs } from 'node:util';
import { endWith, stopOnSignals } from './endings';
import { FAULTS } from './faults';
import type { Judgement } from './judge';
import { type NaiveResult, runNaive } from './naive';
import { keepResult, writeRoundsTable } from './results';
import { type Plan, type RoundResult, runRound } from './round';

const LONG = { stormMs: 45_000, size: { apis: 2, workers: 3, sendTimeoutSeconds: 2 } };
const SHORT = { stormMs: 6000, size: { apis: 1, workers: 2, sendTimeoutSeconds: 1 } };

function show(result: RoundResult): void {
  console.log(
    `seed ${result.seed}: ${result.isKept ? 'kept' : 'BROKEN'}, ${result.seconds} s ${JSON.stringify(result.phases)}`,
  );
  showSide('mails with keys', result.keyed);
  showSide('mails without keys', result.unkeyed);
  showSide('SMS', result.sms);
  showSide('WhatsApp', result.whatsapp);
  console.log(
    `  receipts: ${result.receipts}; repeats that the keyed provider recognised: ${result.repeatsRecognised}`,
  );
  for (const fault of FAULTS) console.log(`  ${String(result.strikes[fault] ?? 0).padStart(5)} x ${fault}`);
  for (const fault of result.neverStruck) console.log(`  NEVER STRUCK: ${fault}`);
  for (const violation of result.violations) console.log(`  VIOLATION ${violation}`);
  for (const history of result.histories) console.log(`  HISTORY ${history}`);
}

function showSide(name: string, found: Judgement): void {
  const { taken, notTaken, explained } = found.unknown;
  console.log(
    `  ${name} (${found.provider}): ${found.deliveries} deliveries, ${found.mails} taken; ${found.duplicates} duplicates, ${found.lost} lost, ${found.stuck} stuck`,
  );
  console.log(`    ledger: ${JSON.stringify(found.byStatus)}`);
  console.log(
    `    unknown: ${taken} had left, ${notTaken} had not` +
      (found.provider === 'resend' ? '' : `; ever: ${JSON.stringify(explained)}`) +
      `; resolved by a receipt within 60 s: ${found.resolved.inTime} of ${found.resolved.of}`,
  );
}

function showNaive({ seed, seconds, http, smtp, strikes }: NaiveResult): void {
  console.log(`seed ${seed}: the usual protocol, ${seconds} s`);
  for (const { provider, deliveries, mails, duplicates, mostCopies, lost, stuck } of [http, smtp])
    console.log(
      `  ${provider}: ${deliveries} deliveries, ${mails} mails; ${duplicates} people with duplicates (up to ${mostCopies} copies), ${lost} lost, ${stuck} stuck`,
    );
  for (const fault of FAULTS)
    if (strikes[fault] !== undefined) console.log(`  ${String(strikes[fault]).padStart(5)} x ${fault}`);
}

/**
 * `npm run chaos [-- --seed N] [--rounds N] [--deliveries N] [--short] [--naive]`; ends with 1 on any broken promise. `--naive` strikes the
 * usual protocol instead, for comparison, and ends with 0 whatever it did.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string', default: '1' },
      deliveries: { type: 'string' },
      short: { type: 'boolean', default: false },
      naive: { type: 'boolean', default: false },
    },
  });
  const first = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  const deliveries = Number(values.deliveries ?? (values.short ? 800 : 10_000));
  let isKept = true;
  for (let n = 0; n < Number(values.rounds); n++) {
    const plan: Plan = { seed: first + n, deliveries, isShort: values.short, ...(values.short ? SHORT : LONG) };
    if (values.naive) {
      const naive = await runNaive(plan);
      showNaive(naive);
      keepResult(`naive-${naive.seed}`, naive);
      continue;
    }
    const result = await runRound(plan);
    show(result);
    if (!values.short) keepResult(String(result.seed), result);
    isKept &&= result.isKept;
  }
  if (!values.short) writeRoundsTable();
  endWith(isKept ? 0 : 1);
}

stopOnSignals();
main().catch((error: unknown) => {
  console.error(error);
  endWith(1);
});
