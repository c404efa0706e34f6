import 'reflect-metadata';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { drainConnections, loadConfig, runRole, startOpsServer, stopCleanly } from '@beckon/core';
import { ApiModule } from './app.module';
import { configureApp } from './configure-app';

/** Where `npm run build` puts the console, seen from `dist/apps/api/apps/api/src`. */
const CONSOLE_DIR = path.resolve(__dirname, '../../../../../console/browser');

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.register(config), {
    bufferLogs: true,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  configureApp(app, config, CONSOLE_DIR);
  const stopOps = await startOpsServer(app, config);
  stopCleanly(app, async () => {
    drainConnections(app.getHttpServer());
    await stopOps();
  });
  await app.listen(config.port, config.host);
  app.get(Logger).log(`API and console on http://${config.host}:${config.port}`, 'Main');
}

runRole(main);
