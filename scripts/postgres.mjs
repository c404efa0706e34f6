// A private PostgreSQL from the binaries that npm installed; nothing of the system's own PostgreSQL is used or touched.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { binariesFor, databaseUser, makeFolder, placeOf } from './postgres-home.mjs';
import { endProcess, identityOf, processesIn, startOf, waitUntil } from './processes.mjs';

const READY_WITHIN_MS = 60_000;

/** A TCP port on 127.0.0.1 that is free at this moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
  });

/** Ends whatever PostgreSQL still runs on this data (its starter was killed), and removes a postmaster.pid that lies. */
async function endOrphans(data, note) {
  if (!existsSync(data)) return;
  const real = realpathSync(data);
  const pidFile = path.join(data, 'postmaster.pid');
  const postmaster = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  const inside = () => processesIn(real, 'postgres');
  const isOurs =
    process.platform === 'linux'
      ? inside().includes(postmaster)
      : startOf(postmaster) !== null &&
        spawnSync('ps', ['-o', 'command=', '-p', String(postmaster)], { encoding: 'utf8' }).stdout.includes(data);
  if (isOurs) {
    note('A PostgreSQL left over from an earlier run is stopped first.');
    await endProcess(identityOf(postmaster), [
      ['SIGINT', 10_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 2_000],
    ]);
  }
  // Servers of a killed postmaster leave by themselves; starting beside them would destroy data.
  if (!(await waitUntil(() => inside().length === 0, 5_000))) {
    for (const pid of inside())
      await endProcess(identityOf(pid), [
        ['SIGQUIT', 2_000],
        ['SIGKILL', 2_000],
      ]);
  }
  // Nobody is in there now, so the file is stale, even if its pid lives: then it has gone to another program.
  rmSync(pidFile, { force: true });
}

function readOrMakePassword(credentials, data) {
  if (existsSync(credentials)) return JSON.parse(readFileSync(credentials, 'utf8')).password;
  if (existsSync(data)) {
    throw new Error(
      `The database in ${data} has lost its password file ${credentials}. Put the file back, or delete both to start afresh.`,
    );
  }
  const password = randomBytes(18).toString('base64url');
  writeFileSync(credentials, JSON.stringify({ password }), { mode: 0o600 });
  return password;
}

function initialise(binaries, user, place, data, password, fast, env) {
  // Made beside and renamed when complete, so that an interrupted first start is simply done again.
  for (const name of readdirSync(place))
    if (/^pgdata\.new-|^pw-/.test(name)) rmSync(path.join(place, name), { recursive: true, force: true });
  const draft = `${data}.new-${process.pid}`;
  const passwordFile = path.join(place, `pw-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) for (const file of [draft, passwordFile]) chownSync(file, user.uid, user.gid);
  const args = [
    '-D',
    draft,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ];
  const run = spawnSync(path.join(binaries, 'bin/initdb'), fast ? [...args, '--no-sync'] : args, {
    ...user,
    env,
    cwd: '/',
    encoding: 'utf8',
  });
  rmSync(passwordFile, { force: true });
  if (run.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data folder: ${(run.stderr || run.error?.message || '').trim()}`);
  }
  renameSync(draft, data);
}

function checkVersion(binaries, user, data) {
  const has = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  const runs = /(\d+)/.exec(
    spawnSync(path.join(binaries, 'bin/postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' }).stdout,
  )?.[1];
  if (has !== runs)
    throw new Error(
      `The database in ${data} was made by PostgreSQL ${has}, this is ${runs}. Move the folder away to start afresh, or use DATABASE_URL with a PostgreSQL ${has}.`,
    );
}

const lastLines = (file, count) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');

function keepLogSmall(log) {
  if (existsSync(log) && statSync(log).size > 5_000_000) renameSync(log, `${log}.1`);
}

/**
 * Starts a PostgreSQL of our own on 127.0.0.1, its data under `dir`. The caller must hold `dir` (one starter at a time):
 * a server still running on that data is taken for a leftover and stopped.
 * `fast`: no fsync, for data that may be lost. `port`: otherwise a free one. `onExit(code)`: it ended although nobody called `stop`.
 * Its own process group, so that Ctrl-C in a terminal does not stop the database before those who use it.
 */
export async function startPostgres(dir, { fast = false, port, onExit, note = () => {}, env = process.env } = {}) {
  makeFolder(dir);
  const credentials = path.join(dir, 'credentials.json');
  const place = placeOf(dir, credentials, note);
  const data = path.join(place, 'pgdata');
  const user = databaseUser(data);
  const binaries = binariesFor(user, note);
  const cleanEnv = {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^PG[A-Z]+$/.test(name))),
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
  await endOrphans(data, note);
  const password = readOrMakePassword(credentials, data);
  if (!existsSync(data)) initialise(binaries, user, place, data, password, fast, cleanEnv);
  checkVersion(binaries, user, data);

  const log = path.join(dir, 'postgres.log');
  keepLogSmall(log);
  const unsafe = fast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : [];
  const common = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
    // a page out of order costs little on what databases stand on today; the default is a rotating disk's
    '-c',
    'random_page_cost=1.1',
    '-c',
    'timezone=UTC',
    '-c',
    'log_timezone=UTC',
  ];
  const pidFile = path.join(data, 'postmaster.pid');
  const state = { stopping: false, ready: false };

  for (let attempt = 1; ; attempt++) {
    const usedPort = port ?? (await freePort());
    const output = openSync(log, 'a', 0o600);
    const child = spawn(
      path.join(binaries, 'bin/postgres'),
      ['-D', data, '-p', String(usedPort), ...common, ...unsafe],
      { ...user, env: cleanEnv, cwd: '/', stdio: ['ignore', output, output], detached: true },
    );
    closeSync(output);
    let ended = null;
    const exited = new Promise((resolve) => {
      const end = (code) => {
        ended = code;
        resolve(code);
        if (state.ready && !state.stopping) onExit?.(code);
      };
      child.once('exit', (code, signal) => end(String(code ?? signal)));
      child.once('error', (error) => end(error.message));
    });
    // An old file can say "ready" too, so the first line must be our child.
    const isReady = () => {
      if (!existsSync(pidFile)) return false;
      const lines = readFileSync(pidFile, 'utf8').split('\n');
      return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
    };
    await waitUntil(() => ended !== null || isReady(), READY_WITHIN_MS, 20);
    if (ended === null && isReady()) {
      state.ready = true;
      const identity = identityOf(child.pid);
      return {
        host: '127.0.0.1',
        port: usedPort,
        password,
        pid: child.pid,
        dataFolder: data,
        url: (database) => `postgresql://postgres:${password}@127.0.0.1:${usedPort}/${database}`,
        exited,
        /** Clean and quick: running statements are cancelled, what is committed stays. */
        async stop() {
          state.stopping = true;
          if (ended !== null) return;
          await endProcess(identity, [
            ['SIGINT', 15_000],
            ['SIGQUIT', 5_000],
            ['SIGKILL', 2_000],
          ]);
          await exited;
        },
      };
    }
    if (ended === null) {
      await endProcess(identityOf(child.pid), [
        ['SIGQUIT', 3_000],
        ['SIGKILL', 2_000],
      ]);
      throw new Error(
        `PostgreSQL was not ready after ${READY_WITHIN_MS / 1000} s. Its last words:\n${lastLines(log, 5)}`,
      );
    }
    const words = lastLines(log, 5);
    // The port went to somebody else meanwhile, or a server of a killed run had not quite gone.
    if (attempt < 3 && /could not create any TCP\/IP sockets|Address already in use|shared memory block/.test(words)) {
      await sleep(500);
      continue;
    }
    throw new Error(`PostgreSQL ended at once (${ended}). Its last words:\n${words}`);
  }
}
