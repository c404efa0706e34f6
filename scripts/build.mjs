// Builds what is stale. The server (api, worker, local supervisor) is one compilation: the libs are compiled once, not three times.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { built, inRoot, lockFile, root } from './paths.mjs';
import { waitForLock } from './processes.mjs';

const ENOUGH_MEMORY_BYTES = 3 * 1024 ** 3;

const TARGETS = {
  server: {
    // `api` names the project whose swagger plugin settings are used; the tsconfig says what is compiled.
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'api', '--path', 'scripts/tsconfig.server.json'],
    inputs: [
      'apps/api',
      'apps/worker',
      'apps/local',
      'libs',
      'migrations',
      'tsconfig.json',
      'nest-cli.json',
      'scripts/tsconfig.server.json',
      'package-lock.json',
    ],
    output: built.local,
    exists: () => true,
  },
  console: {
    command: ['node_modules/@angular/cli/bin/ng.js', 'build', 'console'],
    inputs: ['apps/console', 'angular.json', 'tsconfig.base.json', 'package-lock.json'],
    output: inRoot('dist/console/browser/index.html'),
    exists: () => existsSync(inRoot('angular.json')) && existsSync(inRoot('apps/console')),
    after: () => packFiles(inRoot('dist/console/browser')),
  },
};

/** Puts packed copies beside the files that browsers ask for, so that nothing is packed while somebody waits. */
function packFiles(folder) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const file = path.join(folder, name);
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

function* filesUnder(name) {
  const full = inRoot(name);
  if (!existsSync(full)) return;
  if (statSync(full).isFile()) return yield name;
  for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = path.posix.join(name, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (!entry.name.endsWith('.spec.ts')) yield child;
  }
}

function hashOf(target) {
  const hash = createHash('sha256')
    .update(target.command.join(' '))
    .update(String(target.after ?? ''));
  for (const input of target.inputs)
    for (const file of filesUnder(input)) hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest('hex');
}

const stampOf = (name) => inRoot('dist/.stamps', name);

function isFresh(name, hash) {
  return existsSync(TARGETS[name].output) && existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === hash;
}

function build(name, hash) {
  const started = performance.now();
  rmSync(stampOf(name), { force: true });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, TARGETS[name].command, {
      cwd: root,
      env: { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0 || !existsSync(TARGETS[name].output)) {
        const error = new Error(
          `${output.trimEnd()}\nBuilding the ${name} failed (${signal ?? `exit code ${code}`}); see above.`,
        );
        return reject(Object.assign(error, { expected: true }));
      }
      TARGETS[name].after?.();
      mkdirSync(path.dirname(stampOf(name)), { recursive: true });
      writeFileSync(stampOf(name), hash);
      console.error(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
      resolve();
    });
  });
}

/**
 * Builds those of the targets whose sources changed since their last build; output is shown only when a build fails.
 * A second command that comes meanwhile waits. Throws an error with `expected` set and the compiler's words.
 */
export async function buildWhenStale(names) {
  const stale = () => names.filter((name) => TARGETS[name].exists() && !isFresh(name, hashOf(TARGETS[name])));
  if (stale().length === 0) return;
  const lock = await waitForLock(lockFile('build'), ({ pid }) =>
    console.error(`Another command (process ${pid}) is building; waiting for it.`),
  );
  try {
    const todo = stale();
    if (todo.length === 0) return;
    console.error(`Building the ${todo.join(' and the ')} ...`);
    const atOnce = availableParallelism() > 1 && freemem() > ENOUGH_MEMORY_BYTES;
    const jobs = todo.map((name) => () => build(name, hashOf(TARGETS[name])));
    if (!atOnce) {
      for (const job of jobs) await job();
      return;
    }
    const failed = (await Promise.allSettled(jobs.map((job) => job()))).find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    lock.release();
  }
}
