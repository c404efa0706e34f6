import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { type Config, drainConnections } from '@beckon/core';
import { ApiModule } from '../../apps/api/src/app.module';
import { configureApp } from '../../apps/api/src/configure-app';
import { Client } from './client';
import { testConfig } from './config';
import { createDatabase, type TestDatabase } from './database';
import { anEvent, aPerson, type Person } from './people';

/** The whole API over real HTTP on a database of its own. */
export interface TestApi {
  readonly config: Config;
  readonly database: TestDatabase;
  readonly url: string;
  /** Nobody is signed in. */
  readonly anonymous: Client;
  readonly app: NestExpressApplication;
  /** Registers somebody with an organization of their own. */
  person(name?: string): Promise<Person>;
  /** Creates an event and answers its body. */
  event(owner: Person, over?: Record<string, unknown>): Promise<any>;
  close(): Promise<void>;
}

/** @param env overrides by environment name; without `REDIS_URL` there is no Redis */
export async function startApi(env: Readonly<Record<string, string>> = {}, database?: TestDatabase): Promise<TestApi> {
  const own = database ?? (await createDatabase());
  const config = testConfig(own.url, env);
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.register(config), {
    bufferLogs: true,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  configureApp(app, config, null);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const anonymous = new Client(url);
  return {
    config,
    database: own,
    url,
    anonymous,
    app,
    person: (name) => aPerson(anonymous, name),
    event: (owner, over) => anEvent(owner, over),
    async close() {
      drainConnections(app.getHttpServer());
      await app.close();
      if (database === undefined) await own.drop();
    },
  };
}
