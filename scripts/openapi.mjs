// The committed OpenAPI document and the console's client made from it: written by `npm run openapi`, compared by `npm run check`.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildWhenStale } from './build.mjs';
import { built, inRoot, openapiFile, root } from './paths.mjs';

const clientDir = inRoot('apps/console/src/app/api/generated');

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
  await generateClient(clientDir);
  console.error('Wrote openapi.json and the client of the console.');
}

/** Makes the console's client of the committed document. */
async function generateClient(output) {
  await promisify(execFile)(
    process.execPath,
    [
      inRoot('node_modules/ng-openapi-gen/lib/index.js'),
      '-c',
      inRoot('apps/console/ng-openapi-gen.json'),
      '--output',
      output,
    ],
    { cwd: root, maxBuffer: 64 * 1024 * 1024 },
  );
}

function* filesIn(dir, below = '') {
  for (const entry of readdirSync(path.join(dir, below), { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) yield* filesIn(dir, name);
    else yield name;
  }
}

/** Throws when the committed client of the console is not what the committed document gives. */
export async function checkClient() {
  const fresh = mkdtempSync(path.join(os.tmpdir(), 'beckon-client-'));
  try {
    await generateClient(fresh);
    const [wanted, there] = [[...filesIn(fresh)].sort(), existsSync(clientDir) ? [...filesIn(clientDir)].sort() : []];
    const differs =
      wanted.find(
        (name) =>
          !there.includes(name) ||
          readFileSync(path.join(fresh, name), 'utf8') !== readFileSync(path.join(clientDir, name), 'utf8'),
      ) ?? there.find((name) => !wanted.includes(name));
    if (differs !== undefined)
      throw new Error(
        `The console's client is not what openapi.json gives (${differs}). Run "npm run openapi" and commit it.`,
      );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
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
