// Entry of every npm script: installs when stale, goes on under the packaged Node when the running one is too old, runs the task.
// Plain Node >= 20 and no dependencies, because nothing is installed yet on a fresh clone.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installWhenStale } from './install.mjs';
import { built, inRoot, root } from './paths.mjs';

const NEEDED_NODE = [24, 15];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const isNewEnough = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
};

/** Runs this script again under the packaged Node and ends as it ends. */
function continueUnderPackagedNode() {
  const link = inRoot('node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (!existsSync(link)) {
    console.error(
      `Beckon needs Node ${NEEDED_NODE.join('.')} or newer; this is ${process.versions.node}, and there is no packaged Node for ${process.platform}-${process.arch}. ` +
        'Please install a newer Node and try again.',
    );
    process.exit(1);
  }
  // The channel tells the child when this process is gone, even by SIGKILL.
  const child = spawn(realpathSync(link), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The packaged Node does not start: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0) : code),
  );
}

/**
 * A SIGTERM to npm reaches only the shell between npm and this process, and that shell dies of it silently. So: when the parent
 * that npm gave us is gone, end as if the signal had come here.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/** Goes on as another program in this very process: one process less, and signals reach it directly. */
async function become(file, args) {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

async function buildThen(targets, file, args) {
  const { buildWhenStale } = await import('./build.mjs');
  await buildWhenStale(targets);
  await become(file, args);
}

/** A TypeScript program that is not built, after the server that it measures. */
async function runScript(file, args) {
  const { buildWhenStale } = await import('./build.mjs');
  const { runShown } = await import('./child.mjs');
  await buildWhenStale(['server']);
  process.exitCode = await runShown(process.execPath, ['-r', 'tsx/cjs', inRoot(file), ...args]);
}

const TASKS = {
  start: async (args) => {
    if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'));
    await buildThen(['server', 'console'], built.local, args);
  },
  test: async (args) => (await import('./test.mjs')).runTests(args),
  check: async () => (await import('./check.mjs')).runChecks(),
  bench: (args) => runScript('bench/run.ts', args),
  build: async () => (await import('./build.mjs')).buildWhenStale(['server', 'console']),
  chaos: (args) => runScript('test/chaos/run.ts', args),
  probe: async (args) => {
    process.exitCode = (await (await import('./probe.mjs')).probe(args)) ? 0 : 1;
  },
  'demo:kill': (args) => runScript('test/chaos/demo-kill.ts', args),
  openapi: async () => (await import('./openapi.mjs')).writeOpenapi(),
  api: (args) => buildThen(['server', 'console'], built.api, args),
  worker: (args) => buildThen(['server'], built.worker, args),
  migrate: (args) => buildThen(['server'], built.migrate, args),
};

async function main() {
  const [name, ...args] = process.argv.slice(2);
  const task = Object.hasOwn(TASKS, name ?? '') ? TASKS[name] : undefined;
  if (!task) {
    console.error(`Unknown task "${name ?? ''}". There are: ${Object.keys(TASKS).join(', ')}.`);
    process.exit(2);
  }
  process.chdir(root);
  await installWhenStale();
  endWithNpm();
  if (!isNewEnough()) return continueUnderPackagedNode();
  process.env.PATH = `${inRoot('node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
  if (process.channel) {
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref(); // a listener would keep the process alive otherwise
  }
  await task(args);
}

main().catch((error) => {
  console.error(error?.expected ? error.message : error);
  process.exit(1);
});
