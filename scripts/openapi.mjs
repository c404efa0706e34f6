// The committed OpenAPI document: written by `npm run openapi`, compared by `npm run check`.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { buildWhenStale } from './build.mjs';
import { built, openapiFile, root } from './paths.mjs';

/** The document as the code describes it now. */
async function currentOpenapi() {
  await buildWhenStale(['server']);
  const { stdout } = await promisify(execFile)(process.execPath, [built.openapi], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  return `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`;
}

export async function writeOpenapi() {
  writeFileSync(openapiFile, await currentOpenapi());
  console.error('Wrote openapi.json.');
}

/** Throws when the committed document is not what the code says. */
export async function checkOpenapi() {
  const current = await currentOpenapi();
  const committed = existsSync(openapiFile) ? readFileSync(openapiFile, 'utf8') : '';
  if (current === committed) return;
  const [now, before] = [current.split('\n'), committed.split('\n')];
  const at = now.findIndex((line, index) => line !== before[index]);
  throw new Error(
    `openapi.json is not what the code says (first difference in line ${at + 1}: "${(now[at] ?? '').trim()}"). Run "npm run openapi" and commit it.`,
  );
}
