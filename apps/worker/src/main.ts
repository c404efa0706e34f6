import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { loadConfig, runRole, startOpsServer, stopCleanly } from '@beckon/core';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await NestFactory.createApplicationContext(WorkerModule.register(config), { bufferLogs: true });
  app.useLogger(app.get(Logger));
  const stopOps = await startOpsServer(app, config);
  stopCleanly(app, stopOps);
  app.get(Logger).log('worker is up', 'Main');
}

runRole(main);
