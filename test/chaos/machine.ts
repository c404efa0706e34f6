import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { pause } from './doubles/provider-double';
import { atTheEnd } from './endings';

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
  url(database?: number): string;
  stop(): Promise<void>;
}
interface Services {
  findRedis(): string | null;
  startPostgres(dir: string, options: { port?: number; fast?: boolean }): Promise<PrivatePostgres>;
  startRedis(dir: string, options: { port?: number; password?: string }): Promise<PrivateRedis>;
}

/** How our own look at the database calls itself, so that no fault of ours hits it. */
export const JUDGE = 'chaos-judge';

/** A private PostgreSQL and, where there is one on the PATH, a private Redis: both can be hurt. */
export class Machine {
  private constructor(
    readonly dir: string,
    private readonly services: Services,
    private postgres: PrivatePostgres,
    private redis: PrivateRedis | null,
  ) {}

  static async start(databases: readonly string[]): Promise<Machine> {
    const services = (await import('../../scripts/services.mjs')) as unknown as Services;
    const dir = mkdtempSync(path.join(os.tmpdir(), 'beckon-chaos-'));
    atTheEnd(() => rm(dir, { recursive: true, force: true }));
    chmodSync(dir, 0o711); // root's PostgreSQL runs as another user and must pass through
    const postgres = await services.startPostgres(path.join(dir, 'postgres'), {});
    const redis = services.findRedis() === null ? null : await services.startRedis(path.join(dir, 'redis'), {});
    const machine = new Machine(dir, services, postgres, redis);
    for (const name of databases) await machine.run('postgres', `create database ${name}`);
    return machine;
  }

  databaseUrl(database: string): string {
    return this.postgres.url(database);
  }

  /** Null: there is no Redis on this machine. */
  redisUrl(database: number): string | null {
    return this.redis?.url(database) ?? null;
  }

  /** An immediate shutdown: every connection is cut and the next start recovers from the write-ahead log. */
  async crashPostgres(): Promise<void> {
    const { port, pid } = this.postgres;
    process.kill(pid, 'SIGQUIT');
    await pause(600);
    this.postgres = await this.services.startPostgres(path.join(this.dir, 'postgres'), { port });
  }

  /** Another client takes every connection there is, cuts those of the others, and sits on them. @returns how many it held */
  async useUpConnections(holdMs: number): Promise<number> {
    const held: Client[] = [];
    const takeAll = async (): Promise<void> => {
      for (;;) {
        const clients = await Promise.all(Array.from({ length: 8 }, () => this.connect('chaos-hog')));
        const got = clients.filter((client) => client !== null);
        held.push(...got);
        if (got.length < clients.length) return;
      }
    };
    await takeAll();
    await held[0]?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and application_name not in ('chaos-hog', $1)`,
      [JUDGE],
    );
    const until = Date.now() + holdMs;
    while (Date.now() < until) {
      await takeAll();
      await pause(50);
    }
    await Promise.all(held.map((client) => client.end().catch(() => undefined)));
    return held.length;
  }

  async flushRedis(): Promise<void> {
    const { redis } = this;
    if (redis === null) return;
    await new Promise<void>((resolve, reject) => {
      // inline commands: no client is needed for one word
      const socket = connect(redis.port, '127.0.0.1', () =>
        socket.end(`AUTH ${redis.password}\r\nFLUSHALL\r\nQUIT\r\n`),
      );
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
  }

  /** Kills Redis and starts an empty one in its place. */
  async restartRedis(downMs: number): Promise<void> {
    if (this.redis === null) return;
    const { port, password, pid } = this.redis;
    process.kill(pid, 'SIGKILL');
    await pause(downMs);
    this.redis = await this.services.startRedis(path.join(this.dir, `redis-${Date.now()}`), { port, password });
  }

  async stop(): Promise<void> {
    await this.redis?.stop();
    await this.postgres.stop();
  }

  private async connect(name: string): Promise<Client | null> {
    const client = new Client({ connectionString: this.postgres.url('postgres'), application_name: name });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch {
      return null;
    }
  }

  private async run(database: string, statement: string): Promise<void> {
    const client = new Client({ connectionString: this.postgres.url(database) });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
}
