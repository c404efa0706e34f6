import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Row } from './report';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/** Puts the figures of `bench/results` into the README's table, so that no figure there is without a command. */
export function writeTable(): void {
  const folder = path.resolve(__dirname, '../results');
  const readme = path.resolve(__dirname, '../../README.md');
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Row & { measuredAt: string })
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  const lines = rows.map(
    (row) =>
      `| ${row.id} | ${row.work} | ${row.yardstick} | ${row.goal} | ${row.result} | ${row.isMet ? 'met' : 'missed'} |`,
  );
  const table = ['| | work | against | goal | measured | |', '| --- | --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
  const text = readFileSync(readme, 'utf8');
  const [before, after] = [text.indexOf(START) + START.length, text.indexOf(END)];
  if (before < START.length || after < before) throw new Error('README.md has lost the marks of its table of figures.');
  writeFileSync(readme, `${text.slice(0, before)}\n${table}\n${text.slice(after)}`);
}
