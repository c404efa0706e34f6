import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { migrate } from '@beckon/migrations';
import { MailDouble } from '../harness/mail-double';

const root = path.resolve(__dirname, '../..');
const secrets = { JWT_SECRET: 'chaos-jwt-'.repeat(5), LINK_SECRET: 'chaos-link-'.repeat(5) };
/** Short, so that a lost lease shows within a run; a lease is 3.2 times as long. */
const SEND_TIMEOUT_SECONDS = 2;
export const CONNECTIONS = 10;
const WORKERS = 3;
const APIS = 2;

interface PrivatePostgres {
  readonly port: number;
  readonly pid: number;
  url(database: string): string;
  stop(): Promise<void>;
}
interface PrivateRedis {
  readonly port: number;
  readonly password: string;
  readonly pid: number;
  url(): string;
  stop(): Promise<void>;
}
interface Services {
  startPostgres(dir: string, options: { port?: number }): Promise<PrivatePostgres>;
  startRedis(dir: string, options: { port?: number; password?: string }): Promise<PrivateRedis>;
}

/** Two APIs, three workers, a private PostgreSQL and Redis, and a mail double: real processes that can be hurt. */
export class System {
  readonly mail: MailDouble;
  readonly workers: (ChildProcess | null)[] = Array.from({ length: WORKERS }, () => null);
  private readonly apis: ChildProcess[] = [];
  readonly apiUrls: string[] = [];
  pool: Pool;

  private constructor(
    private readonly dir: string,
    private readonly services: Services,
    private postgres: PrivatePostgres,
    private redis: PrivateRedis,
    mail: MailDouble,
  ) {
    this.mail = mail;
    this.pool = this.newPool();
  }

  static async start(): Promise<System> {
    const services = (await import('../../scripts/services.mjs')) as unknown as Services;
    const dir = mkdtempSync(path.join(os.tmpdir(), 'beckon-chaos-'));
    chmodSync(dir, 0o711);
    const postgres = await services.startPostgres(path.join(dir, 'postgres'), {});
    const redis = await services.startRedis(path.join(dir, 'redis'), {});
    const admin = new Client({ connectionString: postgres.url('postgres') });
    await admin.connect();
    await admin.query('create database chaos');
    await admin.end();
    await migrate(postgres.url('chaos'));
    const system = new System(dir, services, postgres, redis, await MailDouble.start());
    for (let n = 0; n < APIS; n++) await system.startApi();
    for (let n = 0; n < WORKERS; n++) await system.startWorker(n);
    return system;
  }

  /** Starts a worker in this place; resolves when it is up or has ended (PostgreSQL may be away just now). */
  async startWorker(place: number): Promise<void> {
    const child = this.spawn('worker', { OPS_PORT: '0' });
    this.workers[place] = child;
    await this.said(child, 'worker is up');
  }

  /** A signal to one worker; SIGKILL and SIGTERM wait for its end. */
  async signal(place: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<number | null> {
    const child = this.workers[place];
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    child.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return null;
    return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  async flushRedis(): Promise<void> {
    await this.redisCommand('FLUSHALL');
  }

  /** Kills Redis and starts an empty one in its place. */
  async restartRedis(downMs: number): Promise<void> {
    const { port, password, pid } = this.redis;
    process.kill(pid, 'SIGKILL');
    await pause(downMs);
    this.redis = await this.services.startRedis(path.join(this.dir, `redis-${Date.now()}`), { port, password });
  }

  /** An immediate shutdown: every connection is cut and the next start recovers from the write-ahead log. */
  async restartPostgres(): Promise<void> {
    const { port, pid } = this.postgres;
    await this.pool.end().catch(() => undefined);
    process.kill(pid, 'SIGQUIT');
    await pause(700);
    this.postgres = await this.services.startPostgres(path.join(this.dir, 'postgres'), { port });
    this.pool = this.newPool();
  }

  async stop(): Promise<void> {
    for (const child of [...this.workers, ...this.apis]) {
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT');
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
    }
    await this.pool.end();
    await this.mail.stop();
    await this.redis.stop();
    await this.postgres.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private newPool(): Pool {
    const pool = new Pool({ connectionString: this.postgres.url('chaos'), max: 4 });
    pool.on('error', () => undefined);
    return pool;
  }

  private async startApi(): Promise<void> {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const child = this.spawn('api', { PORT: String(port), OPS_PORT: '0' });
    this.apis.push(child);
    this.apiUrls.push(`http://127.0.0.1:${port}`);
    await this.said(child, 'API and console on');
  }

  private spawn(role: 'api' | 'worker', env: Record<string, string>): ChildProcess {
    const child = spawn(process.execPath, [path.join(root, `dist/apps/server/apps/${role}/src/main.js`)], {
      env: {
        PATH: process.env.PATH,
        ...secrets,
        BECKON_LOCAL: '1',
        DATABASE_URL: this.postgres.url('chaos'),
        REDIS_URL: this.redis.url(),
        PUBLIC_BASE_URL: 'https://beckon.test',
        SMTP_URL: this.mail.url,
        SMTP_FROM: 'Beckon <events@beckon.test>',
        SMTP_MAX_CONNECTIONS: String(CONNECTIONS),
        SEND_TIMEOUT_SECONDS: String(SEND_TIMEOUT_SECONDS),
        POLL_INTERVAL_SECONDS: '1',
        LOG_LEVEL: 'info',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (process.env.CHAOS_VERBOSE) {
      child.stdout.pipe(process.stderr);
      child.stderr.pipe(process.stderr);
    } else {
      child.stderr.resume();
    }
    return child;
  }

  private said(child: ChildProcess, words: string): Promise<void> {
    return new Promise((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => chunk.includes(words) && resolve());
      child.once('exit', () => resolve());
    });
  }

  /** Speaks to Redis in its inline form: no client is needed for one word. */
  private redisCommand(command: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.redis.port, '127.0.0.1', () =>
        socket.end(`AUTH ${this.redis.password}\r\n${command}\r\nQUIT\r\n`),
      );
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
