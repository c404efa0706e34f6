// A private Redis (or Valkey) from the PATH. It holds nothing that PostgreSQL does not know, so it keeps nothing on disk.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from './postgres.mjs';
import { endProcess, identityOf, waitUntil } from './processes.mjs';

/** `redis-server` or `valkey-server`, whichever the PATH has, or null. Nothing is ever installed from here. */
export function findRedis() {
  const onPath = (name) => spawnSync('/bin/sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0;
  return ['redis-server', 'valkey-server'].find(onPath) ?? null;
}

const answersPing = (port, password) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let seen = '';
    const done = (ok) => {
      socket.destroy();
      resolve(ok);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes('+PONG')) done(true);
      else if (seen.includes('-')) done(false);
    });
  });

/** A value for Redis' configuration: quoted, so that folders may hold spaces. */
const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * Starts a Redis of our own on 127.0.0.1; the caller must hold `dir`. One left over from a killed run is stopped first.
 * `port`, `password`: otherwise a free one and a random one. `onExit(code)`: it ended although nobody called `stop`. Throws when no program is on the PATH.
 */
export async function startRedis(
  dir,
  { port, password = randomBytes(18).toString('hex'), databases = 16, onExit, env = process.env } = {},
) {
  const program = findRedis();
  if (!program) throw new Error('Neither redis-server nor valkey-server is on the PATH.');
  mkdirSync(dir, { recursive: true });
  const record = path.join(dir, 'process.json');
  if (existsSync(record)) {
    const before = JSON.parse(readFileSync(record, 'utf8') || 'null');
    await endProcess(before, [
      ['SIGTERM', 3_000],
      ['SIGKILL', 2_000],
    ]);
  }
  const log = path.join(dir, 'redis.log');
  const state = { stopping: false, ready: false };
  for (let attempt = 1; ; attempt++) {
    const usedPort = port ?? (await freePort());
    const output = openSync(log, 'w', 0o600);
    const child = spawn(program, ['-'], { env, cwd: dir, stdio: ['pipe', output, output], detached: true });
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
    child.stdin.on('error', () => {});
    // Through stdin, so that the password stands in no process list and no file.
    child.stdin.end(
      [
        `port ${usedPort}`,
        'bind 127.0.0.1',
        'daemonize no',
        `dir ${quoted(dir)}`,
        'save ""',
        'appendonly no',
        'maxmemory-policy noeviction',
        `databases ${databases}`,
        `requirepass ${password}`,
        '',
      ].join('\n'),
    );
    if (child.pid) writeFileSync(record, JSON.stringify(identityOf(child.pid)), { mode: 0o600 });
    await waitUntil(async () => ended !== null || (await answersPing(usedPort, password)), 15_000);
    if (ended === null && (await answersPing(usedPort, password))) {
      state.ready = true;
      const identity = identityOf(child.pid);
      return {
        program,
        port: usedPort,
        password,
        pid: child.pid,
        url: (database = 0) => `redis://:${password}@127.0.0.1:${usedPort}/${database}`,
        exited,
        async stop() {
          state.stopping = true;
          if (ended !== null) return;
          await endProcess(identity, [
            ['SIGTERM', 5_000],
            ['SIGKILL', 2_000],
          ]);
          await exited;
        },
      };
    }
    if (ended === null) await endProcess(identityOf(child.pid), [['SIGKILL', 2_000]]);
    const words = readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
    if (attempt < 3 && !port && /Address already in use/.test(words)) continue;
    throw new Error(`${program} did not start (${ended ?? 'no answer'}). Its last words:\n${words}`);
  }
}
