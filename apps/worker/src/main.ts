import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { loadConfig, runRole, startOpsServer, stopCleanly } from '@beckon/core';
import { WorkerModule } from './worker.module';

// A worker's live memory is the same for ten guests and for a million. V8 would let garbage grow to twice that on a large machine;
// collecting at half as much again keeps a worker's size flat, for some milliseconds every few seconds.
setFlagsFromString('--heap-growing-percent=50');

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await NestFactory.createApplicationContext(WorkerModule.register(config), { bufferLogs: true });
  app.useLogger(app.get(Logger));
  const stopOps = await startOpsServer(app, config);
  stopCleanly(app, stopOps);
  app.get(Logger).log('worker is up', 'Main');
}

runRole(main);
