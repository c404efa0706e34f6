import { spawn } from 'node:child_process';
import path from 'node:path';

/** A short round of `npm run chaos`, with a keyed provider and one without keys; the long one is a command of its own. */
it('keeps every promise while everything that can break is broken', async () => {
  const run = spawn(
    process.execPath,
    ['-r', 'tsx/cjs', path.resolve(__dirname, '../chaos/run.ts'), '--short', '--seed', '20261122'],
    {
      cwd: path.resolve(__dirname, '../..'),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  run.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  run.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => run.once('close', resolve));
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('kept') as string });
}, 180_000);
