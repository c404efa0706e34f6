import { createServer } from 'node:net';
import path from 'node:path';
import { Client as Connection, Pool } from 'pg';
import { migrate } from '@beckon/migrations';
import { Client } from '../harness/client';
import type { PhoneDouble } from './doubles/phone-double';
import { pause, type ProviderDouble } from './doubles/provider-double';
import { JUDGE, type Machine } from './machine';
import { RoleProcess } from './role-process';
import type { Target } from './target';
import { WITNESS } from './witness';

const root = path.resolve(__dirname, '../..');
const secrets = { JWT_SECRET: 'chaos-jwt-'.repeat(5), LINK_SECRET: 'chaos-link-'.repeat(5) };

/** `RESEND_WEBHOOK_SECRET` of every deployment. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('only for the chaos suite').toString('base64')}`;

/** How big a deployment is and how patient. */
export interface Size {
  readonly apis: number;
  readonly workers: number;
  readonly sendTimeoutSeconds: number;
}

const MOST_TROUBLES = 40;

interface Claim {
  readonly messageId: string;
  readonly worker: string;
}

/** One installation: APIs and workers as processes of their own over one database, a provider for mails and one for phones. */
export class Deployment implements Target {
  readonly workers: RoleProcess[] = [];
  readonly apis: RoleProcess[] = [];
  readonly apiUrls: string[] = [];
  readonly bouncePorts: number[] = [];
  /** Who claimed what. */
  readonly claims: Claim[] = [];
  /** How often a process was refused a connection to PostgreSQL. */
  refusedConnections = 0;
  /** The last warnings and errors of all processes. */
  readonly lastTroubles: string[] = [];
  /** Called at the moment a worker says that it has claimed a message. */
  onClaim: ((claim: Claim) => void) | null = null;
  private pool: Pool;
  private turn = 0;

  private constructor(
    readonly name: string,
    private readonly machine: Machine,
    private readonly redisDatabase: number,
    readonly mail: ProviderDouble,
    readonly phones: PhoneDouble,
    readonly size: Size,
  ) {
    this.pool = this.newPool();
  }

  static async start(
    name: string,
    machine: Machine,
    redisDatabase: number,
    mail: ProviderDouble,
    phones: PhoneDouble,
    size: Size,
  ): Promise<Deployment> {
    await migrate(machine.databaseUrl(name));
    const deployment = new Deployment(name, machine, redisDatabase, mail, phones, size);
    await deployment.rows(WITNESS);
    for (let n = 0; n < size.apis; n++) deployment.addApi(n, await freePort());
    for (let n = 0; n < size.workers; n++) deployment.addWorker(n, await freePort());
    await Promise.all([...deployment.apis, ...deployment.workers].map((process) => process.start()));
    return deployment;
  }

  get providers(): readonly [ProviderDouble, PhoneDouble] {
    return [this.mail, this.phones];
  }

  /** As long as it takes until a dead worker's deliveries are taken over. */
  get leaseMs(): number {
    return this.size.sendTimeoutSeconds * 3200;
  }

  /** The requests take turns between the APIs. */
  client(token: string | null = null): Client {
    return new Client(this.apiUrls[this.turn++ % this.apiUrls.length]!, token);
  }

  /** Looks into the database; while PostgreSQL is away it waits. */
  async rows<T extends object = any>(statement: string, values: readonly unknown[] = []): Promise<T[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.pool.query<T>(statement, [...values])).rows;
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        if (attempt > 100 || /^(22|23|42)/.test(code)) throw error;
        await pause(200);
      }
    }
  }

  /** Several statements in one transaction. */
  async transaction(statements: readonly string[]): Promise<void> {
    const client = new Connection({ connectionString: this.machine.databaseUrl(this.name), application_name: JUDGE });
    await client.connect();
    await client.query(['begin', ...statements, 'commit'].join(';\n'));
    await client.end();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers, ...this.apis].map((process) => process.stop()));
    await this.pool.end().catch(() => undefined);
  }

  private newPool(): Pool {
    const connectionString = this.machine.databaseUrl(this.name);
    const pool = new Pool({ connectionString, max: 4, application_name: JUDGE });
    pool.on('error', () => undefined);
    return pool;
  }

  private addApi(n: number, port: number): void {
    this.apiUrls.push(`http://127.0.0.1:${port}`);
    const name = `a${n}`;
    const env = { PORT: String(port), ...this.phones.settingsFor(name) };
    this.add(this.apis, 'api', name, env, 'API and console on');
  }

  private addWorker(n: number, port: number): void {
    this.bouncePorts.push(port);
    const name = `w${n}`;
    this.add(
      this.workers,
      'worker',
      name,
      { DSN_SMTP_PORT: String(port), ...this.mail.settingsFor(name), ...this.phones.settingsFor(name) },
      'worker is up',
    );
  }

  private add(
    to: RoleProcess[],
    role: 'api' | 'worker',
    name: string,
    env: Record<string, string>,
    upWords: string,
  ): void {
    const main = path.join(root, `dist/apps/server/apps/${role}/src/main.js`);
    const all = (): Record<string, string> => ({
      PATH: process.env.PATH ?? '',
      ...secrets,
      ...(this.machine.redisUrl(this.redisDatabase) !== null && {
        REDIS_URL: this.machine.redisUrl(this.redisDatabase)!,
      }),
      BECKON_LOCAL: '1',
      DATABASE_URL: this.machine.databaseUrl(this.name),
      DATABASE_POOL_SIZE: '8',
      PUBLIC_BASE_URL: 'https://beckon.test',
      RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SEND_TIMEOUT_SECONDS: String(this.size.sendTimeoutSeconds),
      POLL_INTERVAL_SECONDS: '1',
      OPS_PORT: '0',
      LOG_LEVEL: 'info',
      ...env,
    });
    to.push(new RoleProcess(name, [main], all, upWords, (who, line) => this.read(who, line)));
  }

  private read(worker: string, line: string): void {
    if (line.includes('too many clients')) this.refusedConnections++;
    if (/"level":[456]0/.test(line)) this.lastTroubles.push(`${worker} ${line.slice(0, 300)}`);
    if (this.lastTroubles.length > MOST_TROUBLES) this.lastTroubles.shift();
    if (!line.includes('"message claimed"')) return;
    const messageId = /"messageId":"([0-9a-f-]{36})"/.exec(line)?.[1];
    if (messageId === undefined) return;
    const claim = { messageId, worker };
    this.claims.push(claim);
    this.onClaim?.(claim);
  }
}

let lastPort = 12_000 + (process.pid % 1000) * 18;

/** A free port below the range that the system gives out by itself, so that a restarted process finds its own again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ++lastPort;
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
