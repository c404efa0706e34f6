import { type ChildProcess, fork, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';

const root = path.resolve(__dirname, '../..');
const secrets = { JWT_SECRET: 'bench-jwt-'.repeat(5), LINK_SECRET: 'bench-link-'.repeat(5) };

interface Server {
  url(database: string): string;
  stop(): Promise<void>;
}

/** Private services, a migrated database and real processes for one benchmark. */
export interface Stage {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Starts a built worker; resolves when it says that it is up. */
  worker(env: Record<string, string>): Promise<ChildProcess>;
  /** Starts a built API; resolves when it answers. Registration is open. */
  api(env?: Record<string, string>): Promise<Api>;
  /** @param delayMs how long it takes over each mail */
  sink(delayMs?: number): Promise<Sink>;
  /** Takes SMS and WhatsApp over HTTP. */
  httpSink(): Promise<Sink>;
  close(): Promise<void>;
}

export interface Api {
  readonly process: ChildProcess;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
}

export interface Sink {
  readonly port: number;
  count(): Promise<{ count: number; recipients: number }>;
  stop(): void;
}

/** @param durable false switches fsync off, as the tests do; true is what production pays */
export async function openStage({ durable = true } = {}): Promise<Stage> {
  const services = (await import('../../scripts/services.mjs')) as unknown as {
    startPostgres(dir: string, options: { fast: boolean }): Promise<Server>;
    startRedis(dir: string, options: object): Promise<{ url(): string; stop(): Promise<void> }>;
  };
  const dir = mkdtempSync(path.join(os.tmpdir(), 'beckon-bench-'));
  // PostgreSQL refuses to run as root; the user it runs as then has to get in
  chmodSync(dir, 0o711);
  const postgres = await services.startPostgres(path.join(dir, 'postgres'), { fast: !durable });
  const redis = await services.startRedis(path.join(dir, 'redis'), {});
  const admin = new Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  await admin.query('create database bench');
  await admin.end();
  const databaseUrl = postgres.url('bench');
  await run(process.execPath, [path.join(root, 'dist/apps/server/apps/api/src/migrate.js')], {
    DATABASE_URL: databaseUrl,
  });
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  const children: ChildProcess[] = [];
  const startRole = async (
    role: 'api' | 'worker',
    env: Record<string, string>,
    isUp: string,
  ): Promise<ChildProcess> => {
    const nodeOptions = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [];
    const child = spawn(
      process.execPath,
      [...nodeOptions, path.join(root, `dist/apps/server/apps/${role}/src/main.js`)],
      {
        env: {
          PATH: process.env.PATH,
          ...secrets,
          DATABASE_URL: databaseUrl,
          REDIS_URL: redis.url(),
          OPS_PORT: '0',
          PUBLIC_BASE_URL: 'https://beckon.test',
          SMTP_FROM: 'Efua Mensah <events@beckon.test>',
          POLL_INTERVAL_SECONDS: '1',
          LOG_LEVEL: 'info',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`the ${role} ended with ${code}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        if (process.env.BENCH_VERBOSE) process.stderr.write(chunk);
        if (chunk.includes(isUp)) resolve();
      });
    });
    return child;
  };
  return {
    pool,
    databaseUrl,
    redisUrl: redis.url(),
    async worker(env) {
      return startRole('worker', { ...env }, 'worker is up');
    },
    async api(env) {
      const port = await freePort();
      return {
        process: await startRole('api', { PORT: String(port), REGISTRATION: 'open', ...env }, 'API and console on'),
        url: `http://127.0.0.1:${port}`,
      };
    },
    sink: (delayMs = 0) => startSink('sink.mjs', delayMs),
    httpSink: () => startSink('http-sink.mjs', 0),
    async close() {
      for (const child of children) await end(child);
      await pool.end();
      await redis.stop();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Stops a child as a deploy would and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function startSink(program: string, delayMs: number): Promise<Sink> {
  const child = fork(path.join(__dirname, program), [String(delayMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = (await once(child)) as { port: number };
  return {
    port,
    async count() {
      const answer = once(child);
      child.send('count');
      return (await answer) as { count: number; recipients: number };
    },
    stop: () => child.disconnect(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function once(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

/** Runs a program to its end and gives what it printed. */
export async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${path.basename(args[0] ?? command)} ended with ${String(code)}`);
  return output;
}
