// Types of services.mjs for apps/local, which is TypeScript.
import type { Client } from 'pg';

export interface ProcessIdentity {
  pid: number;
  start: string | null;
}
export interface PostgresServer {
  host: string;
  port: number;
  password: string;
  pid: number;
  dataFolder: string;
  url(database: string): string;
  exited: Promise<string>;
  stop(): Promise<void>;
}
export interface RedisServer {
  program: string;
  port: number;
  password: string;
  pid: number;
  url(database?: number): string;
  exited: Promise<string>;
  stop(): Promise<void>;
}
export interface HeldLock<Info> {
  held: true;
  previous: (ProcessIdentity & Partial<Info>) | null;
  update(more: Partial<Info>): void;
  release(): void;
}
export interface RefusedLock<Info> {
  held: false;
  holder: ProcessIdentity & Partial<Info>;
}

export function startPostgres(
  dir: string,
  options?: {
    fast?: boolean;
    port?: number;
    onExit?: (code: string) => void;
    note?: (text: string) => void;
    env?: NodeJS.ProcessEnv;
  },
): Promise<PostgresServer>;
export function findRedis(): string | null;
export function startRedis(
  dir: string,
  options?: {
    port?: number;
    password?: string;
    databases?: number;
    onExit?: (code: string) => void;
    env?: NodeJS.ProcessEnv;
  },
): Promise<RedisServer>;
export function ensureDatabase(server: Pick<PostgresServer, 'url'>, name: string): Promise<boolean>;
export function withConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T>;
export function identityOf(pid: number): ProcessIdentity;
export function isRunning(identity: ProcessIdentity): boolean;
export function endProcess(identity: ProcessIdentity, steps: [signal: NodeJS.Signals, waitMs: number][]): Promise<void>;
export function takeLock<Info>(file: string, info?: Partial<Info>): HeldLock<Info> | RefusedLock<Info>;
