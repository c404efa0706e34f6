// Installs the project's own packages when they are not what the lock file says. Plain Node, no dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { waitForLock } from './processes.mjs';
import { inRoot, lockFile, root } from './paths.mjs';

const stampFile = inRoot('node_modules/.install-stamp');

function wanted() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(inRoot(file)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

const isStamped = (stamp) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

/** True when somebody has run `npm ci` by hand: everything of the lock file is there, and nothing else. */
function isInstalled() {
  try {
    const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
    const have = JSON.parse(readFileSync(inRoot('node_modules/.package-lock.json'), 'utf8')).packages;
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    const rootOfLock = { ...lock['']?.dependencies, ...lock['']?.devDependencies };
    const same = Object.entries({ ...dependencies, ...devDependencies }).every(
      ([name, version]) => rootOfLock[name] === version,
    );
    const complete = Object.entries(lock).every(
      ([at, entry]) => at === '' || have[at]?.version === entry.version || (entry.optional && !have[at]),
    );
    return same && complete && Object.keys(have).every((at) => lock[at]);
  } catch {
    return false;
  }
}

/** Runs `npm ci` when needed; a second command that comes meanwhile waits for it. Ends the process when it fails. */
export async function installWhenStale() {
  const stamp = wanted();
  if (isStamped(stamp)) return;
  const lock = await waitForLock(lockFile('install'), ({ pid }) =>
    console.error(`Another command (process ${pid}) is installing the packages; waiting for it.`),
  );
  try {
    if (isStamped(stamp)) return;
    if (!isInstalled()) {
      console.error('Installing the packages (npm ci; about a minute the first time) ...');
      const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
      // npm's description of the running script would confuse the nested npm.
      const env = Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !/^npm_(lifecycle|package|command|config_(local_prefix|argv))/.test(name),
        ),
      );
      const npm = process.env.npm_execpath;
      const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env };
      const run = npm
        ? spawnSync(process.execPath, [npm, ...args], options)
        : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
      if (run.status !== 0) {
        console.error('The packages could not be installed (see above). Is the network there? Then try again.');
        lock.release();
        process.exit(run.status ?? 1);
      }
    }
    writeFileSync(stampFile, stamp);
  } finally {
    lock.release();
  }
}
