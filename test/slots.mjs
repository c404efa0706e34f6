// Where test runs keep their private services: numbered slots under the system's temporary folder, one run in each. A slot's
// data folder is used again by the next run, so only the first run has to initialise a database.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/paths.mjs';
import { isRunning, startPostgres, startRedis, takeLock } from '../scripts/services.mjs';

const MAX_SLOTS = 32;

/** One folder per checkout and user, and only one that is really ours: the temporary folder belongs to everybody. */
function slotsFolder() {
  const { uid, username } = userInfo();
  const name = `beckon-test-${uid >= 0 ? uid : username}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`;
  const folder = path.join(tmpdir(), name);
  mkdirSync(folder, { recursive: true });
  const seen = lstatSync(folder);
  if (!seen.isDirectory() || (uid >= 0 && seen.uid !== uid))
    throw new Error(`${folder} belongs to somebody else. Remove it, or set TMPDIR.`);
  chmodSync(folder, 0o711); // root's PostgreSQL runs as another user and must pass through
  return folder;
}

/** Takes the first slot that no living test run holds: `{ dir, lock }`. */
export function takeSlot() {
  const folder = slotsFolder();
  for (let number = 1; number <= MAX_SLOTS; number++) {
    const dir = path.join(folder, String(number));
    const lock = takeLock(path.join(dir, 'running.json'));
    if (!lock.held) continue;
    chmodSync(dir, 0o711);
    return { dir, lock };
  }
  throw new Error(`There are already ${MAX_SLOTS} test runs of this checkout.`);
}

/** Ends the services of test runs that were killed. Starting and stopping is what takes over leftovers safely. */
export async function endLeftovers() {
  const folder = slotsFolder();
  for (const name of readdirSync(folder)) {
    const dir = path.join(folder, name);
    const file = path.join(dir, 'running.json');
    if (!existsSync(file) || isRunning(JSON.parse(readFileSync(file, 'utf8') || 'null'))) continue;
    const lock = takeLock(file);
    if (!lock.held) continue;
    try {
      await stopServicesIn(dir);
    } finally {
      lock.release();
    }
  }
}

async function stopServicesIn(dir) {
  if (existsSync(path.join(dir, 'postgres', 'credentials.json'))) {
    const server = await startPostgres(path.join(dir, 'postgres'), { fast: true }).catch(() => null);
    // A test database damaged by the kill (it runs without fsync) is of no use to anybody.
    if (server) await server.stop();
    else rmSync(path.join(dir, 'postgres'), { recursive: true, force: true });
  }
  if (existsSync(path.join(dir, 'redis', 'process.json')))
    await (await startRedis(path.join(dir, 'redis')).catch(() => null))?.stop();
}
