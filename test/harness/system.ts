import type { INestApplicationContext } from '@nestjs/common';
import { type TestApi, startApi } from './api';
import { MailDouble } from './mail-double';
import type { Person } from './people';
import { TwilioDouble } from './twilio-double';
import { startWorker } from './worker';
import { endWorkerProcesses } from './worker-process';

/** What a system under test is made of, beyond an API, a mail server and somebody who owns things. */
export interface SystemParts {
  /** Overrides by environment name. */
  readonly env?: Readonly<Record<string, string>>;
  /** Workers in this process; more can be added later. */
  readonly workers?: number;
  /** False: none, so that workers ring themselves. Another one is named in `env`. */
  readonly redis?: boolean;
  /** With a double of Twilio for SMS and WhatsApp. */
  readonly twilio?: boolean;
}

/** API, workers and the doubles of providers on a database of their own. */
export class TestSystem {
  private running: INestApplicationContext[] = [];

  private constructor(
    readonly api: TestApi,
    readonly mail: MailDouble,
    readonly owner: Person,
    private readonly phones: TwilioDouble | null,
  ) {}

  static async start({ env = {}, workers = 0, redis = true, twilio = false }: SystemParts = {}): Promise<TestSystem> {
    const mail = await MailDouble.start();
    const phones = twilio ? await TwilioDouble.start() : null;
    const api = await startApi({
      SMTP_URL: mail.url,
      ...(redis && { REDIS_URL: process.env.REDIS_URL ?? '' }),
      ...phones?.settings(),
      ...env,
    });
    const system = new TestSystem(api, mail, await api.person(), phones);
    await system.addWorkers(workers);
    return system;
  }

  get twilio(): TwilioDouble {
    if (this.phones === null) throw new Error('this system was started without Twilio');
    return this.phones;
  }

  get workers(): readonly INestApplicationContext[] {
    return this.running;
  }

  /** Starts workers in this process, all at once. */
  async addWorkers(count = 1): Promise<void> {
    this.running.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(this.api.config)))));
  }

  /** Ends the workers in this process as SIGTERM would. */
  async endWorkers(): Promise<void> {
    const ending = this.running.splice(0);
    await Promise.all(ending.map((worker) => worker.close()));
  }

  async rows<T extends object = any>(statement: string, values: unknown[] = []): Promise<T[]> {
    return (await this.api.database.pool.query<T>(statement, values)).rows;
  }

  /** Ends everything, also worker processes that a failed test left running. */
  async stop(): Promise<void> {
    endWorkerProcesses();
    await this.endWorkers();
    await this.api.close();
    await this.phones?.stop();
    await this.mail.stop();
  }
}
