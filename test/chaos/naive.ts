import path from 'node:path';
import { Pool } from 'pg';
import {
  allStages,
  calmDown,
  crashPostgres,
  deployWorker,
  type Disturbance,
  type Scene,
  useUpConnections,
} from './disturbances';
import { KeyedDouble } from './doubles/keyed-double';
import { pause, type ProviderDouble } from './doubles/provider-double';
import { SmtpDouble } from './doubles/smtp-double';
import { atTheEnd, stopEverything } from './endings';
import { type Fault, Strikes } from './faults';
import { JUDGE, Machine } from './machine';
import { Random } from './random';
import { RoleProcess } from './role-process';
import type { Plan } from './round';
import type { Target } from './target';
import { Troubles } from './troubles';

const CAPACITY = 10;
const SETTLE_MS = 60_000;

/** What the usual protocol made of one half of a round. */
export interface NaiveJudgement {
  readonly provider: string;
  readonly deliveries: number;
  readonly mails: number;
  /** People with more than one copy. */
  readonly duplicates: number;
  readonly mostCopies: number;
  /** Noted as sent, and the provider has it not. */
  readonly lost: number;
  readonly stuck: number;
}

export interface NaiveResult {
  readonly seed: number;
  readonly http: NaiveJudgement;
  readonly smtp: NaiveJudgement;
  readonly strikes: Partial<Record<Fault, number>>;
  readonly seconds: number;
}

/** Workers of the usual protocol over a table of their own. */
class NaiveDeployment implements Target {
  readonly workers: RoleProcess[] = [];
  refusedConnections = 0;

  constructor(
    readonly name: string,
    readonly provider: ProviderDouble,
    readonly size: Plan['size'],
    private readonly databaseUrl: string,
  ) {}

  get leaseMs(): number {
    return this.size.sendTimeoutSeconds * 3200;
  }

  get providers(): readonly ProviderDouble[] {
    return [this.provider];
  }

  async start(deliveries: number): Promise<void> {
    await this.query(
      `create table naive (id uuid primary key default uuidv7(), recipient text not null, status text not null default 'pending',
                           since timestamptz, due_at timestamptz not null default now())`,
    );
    await this.query(
      `insert into naive (recipient) select 'guest' || n || '@guests.test' from generate_series(1, ${deliveries}) n`,
    );
    for (let n = 0; n < this.size.workers; n++) {
      const name = `w${n}`;
      const environment = {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: this.databaseUrl,
        SEND_TIMEOUT_SECONDS: String(this.size.sendTimeoutSeconds),
        STALE_SECONDS: String(this.leaseMs / 1000),
        ...this.provider.settingsFor(name),
      };
      const args = ['-r', 'tsx/cjs', path.join(__dirname, 'naive-worker.ts')];
      this.workers.push(
        new RoleProcess(
          name,
          args,
          () => environment,
          'worker is up',
          (_, line) => {
            if (line.includes('too many clients')) this.refusedConnections++;
          },
        ),
      );
    }
    await Promise.all(this.workers.map((worker) => worker.start()));
  }

  async rows(): Promise<{ id: string; status: string }[]> {
    return this.query('select id, status from naive');
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private async query(statement: string): Promise<any[]> {
    const pool = new Pool({ connectionString: this.databaseUrl, max: 1, application_name: JUDGE });
    pool.on('error', () => undefined);
    try {
      return (await pool.query(statement)).rows;
    } finally {
      await pool.end();
    }
  }
}

/** The same blows and the same troubles, against the protocol that most people write. */
export async function runNaive(plan: Plan): Promise<NaiveResult> {
  const startedAt = Date.now();
  const random = new Random(plan.seed);
  const strikes = new Strikes();
  const slowMs = plan.size.sendTimeoutSeconds * 1600;
  const providers = [await KeyedDouble.start(slowMs), await SmtpDouble.start(slowMs, CAPACITY)] as const;
  const machine = await Machine.start(['naive_http', 'naive_smtp']);
  const http = new NaiveDeployment('naive over HTTP', providers[0], plan.size, machine.databaseUrl('naive_http'));
  const smtp = new NaiveDeployment('naive over SMTP', providers[1], plan.size, machine.databaseUrl('naive_smtp'));
  const both = [http, smtp];
  atTheEnd(async () => {
    await Promise.all(both.map((deployment) => deployment.stop()));
    await Promise.all(providers.map((provider: ProviderDouble) => provider.stop()));
    await machine.stop();
  });
  try {
    const deliveries = Math.ceil(plan.deliveries / 2);
    const meanMs = Math.min(600, (plan.stormMs * 0.6 * plan.size.workers * CAPACITY) / deliveries);
    for (const [n, deployment] of both.entries()) {
      const own = new Random(plan.seed + (n + 1) * 1_000_003);
      const troubles = new Troubles(deployment.provider.name, own, strikes, 0.05);
      deployment.provider.behaviour = {
        latencyMs: () => own.between(0.3, 1.7) * meanMs,
        troubleFor: (id) => troubles.next(id),
        isRecipientDeferred: (address) => troubles.isRecipientDeferred(address),
        onStage: () => 'go on',
        onTaken: () => undefined,
      };
      await deployment.start(deliveries);
    }
    const scene: Scene = {
      machine,
      deployments: both,
      random,
      strikes,
      uncleanEnds: [],
      complaints: [],
      later: [],
    };
    await storm(scene, plan);
    for (const deployment of both) calmDown(deployment);
    await Promise.all(scene.later);
    const until = Date.now() + SETTLE_MS;
    const isOver = async (): Promise<boolean> =>
      (await Promise.all(both.map((deployment) => deployment.rows()))).flat().every(({ status }) => status === 'sent');
    while (!(await isOver()) && Date.now() < until) await pause(300);
    const [forHttp, forSmtp] = await Promise.all(both.map((deployment) => judgeNaive(deployment)));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return { seed: plan.seed, http: forHttp!, smtp: forSmtp!, strikes: strikes.asObject(), seconds };
  } finally {
    await stopEverything();
  }
}

async function storm(scene: Scene, plan: Plan): Promise<void> {
  const { random, deployments } = scene;
  const all: Disturbance[] = [
    ...deployments.flatMap((deployment) => [
      ...allStages(deployment, deployment.providers[0]!),
      deployWorker(deployment),
    ]),
    crashPostgres,
    useUpConnections,
  ];
  const queue = [...all].sort(() => random.next() - 0.5);
  await pause(500);
  for (const strike of queue) {
    const next = pause(random.between(0.4, 1) * (plan.stormMs / queue.length));
    await strike(scene);
    await next;
  }
}

async function judgeNaive(deployment: NaiveDeployment): Promise<NaiveJudgement> {
  const { provider } = deployment;
  const rows = await deployment.rows();
  const copies = new Map<string, number>();
  for (const { deliveryId } of provider.taken) copies.set(deliveryId, (copies.get(deliveryId) ?? 0) + 1);
  return {
    provider: provider.name,
    deliveries: rows.length,
    mails: provider.taken.length,
    duplicates: [...copies.values()].filter((n) => n > 1).length,
    mostCopies: Math.max(0, ...copies.values()),
    lost: rows.filter(({ id, status }) => status === 'sent' && !copies.has(id)).length,
    stuck: rows.filter(({ status }) => status !== 'sent').length,
  };
}
