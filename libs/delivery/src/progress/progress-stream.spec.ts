import type { Actor } from '@beckon/identity';
import { ProgressStream } from './progress-stream';

const actor = { kind: 'user', id: 'somebody' } as Actor;
const at = new Date('2027-06-01T12:00:00Z');
const big = 'x'.repeat(20_000);
const readAll = (stream: ProgressStream): string => {
  let text = '';
  for (let chunk = stream.read() as string | null; chunk !== null; chunk = stream.read() as string | null)
    text += chunk;
  return text;
};
const eventsOf = (text: string): [string, number][] =>
  [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, name, data]) => [
    name!,
    (JSON.parse(data!) as { n: number }).n,
  ]);

it('gives a reader who is slow the newest figures, not all of them', () => {
  const stream = new ProgressStream(actor);
  stream.show('snapshot', { n: 0, big }, '0', at);
  for (let n = 1; n <= 1000; n++) stream.show('progress', { n, big }, String(n), at);
  expect(stream.readableLength).toBeLessThan(100_000);
  const seen = eventsOf(readAll(stream));
  expect(seen[0]).toEqual(['snapshot', 0]);
  expect(seen.length).toBeLessThan(5);
  stream.finish({ n: 1001 }, at);
  expect([...seen, ...eventsOf(readAll(stream))].slice(-2)).toEqual([
    ['progress', 1000],
    ['done', 1001],
  ]);
});

it('says nothing where nothing is new, and nothing after its end', () => {
  const stream = new ProgressStream(actor);
  stream.show('snapshot', { n: 1 }, 'same', at);
  stream.show('progress', { n: 1 }, 'same', at);
  stream.end();
  stream.show('progress', { n: 2 }, 'other', at);
  stream.finish({ n: 3 }, at);
  stream.beat();
  expect(eventsOf(readAll(stream))).toEqual([['snapshot', 1]]);
});

it('beats for who reads, and lets go of who has not read for three beats', () => {
  const reads = new ProgressStream(actor);
  readAll(reads);
  for (let i = 0; i < 5; i++) {
    reads.beat();
    expect(readAll(reads)).toBe(': still here\n\n');
  }
  const gone = new ProgressStream(actor);
  gone.show('snapshot', { big }, '0', at);
  for (let i = 0; i < 2; i++) gone.beat();
  expect(gone.destroyed).toBe(false);
  gone.beat();
  expect(gone.destroyed).toBe(true);
});
