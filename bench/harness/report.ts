import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One row of the table: a figure made of the medians of several rounds of one run. */
export interface Row {
  readonly id: string;
  readonly work: string;
  /** What it is measured against. */
  readonly yardstick: string;
  readonly goal: string;
  /** The ratio, or another figure with its unit. */
  readonly result: string;
  readonly isMet: boolean;
  readonly rounds: Readonly<Record<string, readonly number[]>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Writes one row with the machine it was measured on, and says it on the console. */
export function report(row: Row): void {
  const folder = path.resolve(__dirname, '../results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    platform: `${os.platform()} ${os.release()}`,
  };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const result = { ...row, node: process.version, commit, measuredAt: new Date().toISOString(), machine };
  writeFileSync(path.join(folder, `${row.id.toLowerCase()}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`${row.id}  ${row.isMet ? 'met ' : 'MISSED'}  ${row.result}  (goal ${row.goal})`);
  for (const [name, values] of Object.entries(row.rounds))
    console.log(`      ${name}: ${values.map((value) => value.toFixed(1)).join('  ')}`);
}
