import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { until } from './wait';

const program = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync('/bin/sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0,
);

/** A real Redis of one test alone, which can be killed and started again with nothing in it. */
export class OwnRedis {
  private child: ChildProcess | null = null;
  private readonly dir = mkdtempSync(path.join(os.tmpdir(), 'beckon-redis-'));

  private constructor(private readonly port: number) {}

  /** Fails where neither redis-server nor valkey-server is on the PATH. */
  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort());
    await redis.startEmpty();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** As a crash or an unplugged machine would; resolves when it is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Starts it on the same port; it keeps nothing on disk, so nothing of before is there. */
  async startEmpty(): Promise<void> {
    if (program === undefined) throw new Error('Neither redis-server nor valkey-server is on the PATH.');
    const settings = { bind: '127.0.0.1', port: String(this.port), save: '', appendonly: 'no', dir: this.dir };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    this.child = spawn(program, args, { stdio: 'ignore' });
    await until('Redis to answer', () => isOpen(this.port));
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('error', () => done(false));
    socket.once('connect', () => done(true));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
