import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Judgement } from './judge';
import type { NaiveJudgement, NaiveResult } from './naive';
import type { RoundResult } from './round';

const folder = path.resolve(__dirname, '../../bench/results/chaos');
const page = path.resolve(__dirname, '../../docs/chaos.md');
const START = '<!-- rounds:start -->';
const END = '<!-- rounds:end -->';

/** Keeps what was seen beside the other measurements: `bench/results/chaos/<name>.json`. */
export function keepResult(name: string, result: object): void {
  mkdirSync(folder, { recursive: true });
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model, platform: `${os.platform()} ${os.release()}` };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const kept = { ...result, node: process.version, commit, measuredAt: new Date().toISOString(), machine };
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}

/** Puts everything that is kept into the table of `docs/chaos.md`, so that no figure there is without a command. */
export function writeRoundsTable(): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  const rounds = names.filter((name) => /^\d/.test(name)).map((name) => read(name) as RoundResult);
  const naive = names.filter((name) => name.startsWith('naive-')).map((name) => read(name) as NaiveResult);
  const seeds = [...new Set([...rounds, ...naive].map(({ seed }) => seed))].sort((a, b) => a - b);
  const lines = seeds.flatMap((seed) => [
    ...rounds.filter((round) => round.seed === seed).flatMap(ours),
    ...naive.filter((round) => round.seed === seed).flatMap(usual),
  ]);
  const head = [
    '| seed | protocol | deliveries | taken | people with duplicates (most copies) | lost | stuck | unknown (had left / had not) | settled by a receipt | blows | kept |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(START) + START.length, text.indexOf(END)];
  if (before < START.length || after < before) throw new Error('docs/chaos.md has lost the marks of its table.');
  writeFileSync(page, `${text.slice(0, before)}\n${[...head, ...lines].join('\n')}\n${text.slice(after)}`);
}

function ours(round: RoundResult): string[] {
  const blows = Object.values(round.strikes).reduce((sum, n) => sum + n, 0);
  const row = (name: string, it: Judgement): string => {
    const { taken, notTaken } = it.unknown;
    const cells = [
      ...[round.seed, name, it.deliveries, it.mails, copies(it), it.lost, it.stuck],
      `${taken + notTaken} (${taken} / ${notTaken})`,
      `${it.resolved.inTime} of ${it.resolved.of}`,
      blows,
      round.isKept ? 'yes' : '**no**',
    ];
    return `| ${cells.join(' | ')} |`;
  };
  // rounds before the phones came have mails only
  const { sms, whatsapp } = round as Partial<RoundResult>;
  return [
    row('Beckon, Resend (keys)', round.keyed),
    row('Beckon, SMTP (no keys)', round.unkeyed),
    ...(sms === undefined ? [] : [row('Beckon, SMS by Twilio (no keys)', sms)]),
    ...(whatsapp === undefined ? [] : [row('Beckon, WhatsApp by Twilio (no keys)', whatsapp)]),
  ];
}

function usual(round: NaiveResult): string[] {
  const blows = Object.values(round.strikes).reduce((sum, n) => sum + n, 0);
  const row = (name: string, it: NaiveJudgement): string => {
    const cells = [
      round.seed,
      name,
      it.deliveries,
      it.mails,
      copies(it),
      it.lost,
      it.stuck,
      'not known to it',
      '',
      blows,
      '',
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [row('usual, HTTP', round.http), row('usual, SMTP', round.smtp)];
}

const copies = ({ duplicates, mostCopies }: { readonly duplicates: number; readonly mostCopies: number }): string =>
  duplicates === 0 ? '0' : `${duplicates} (${mostCopies})`;
