import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../config/config';
import { Bell } from './bell';
import { BullBell } from './bull.bell';
import { LocalBell } from './local.bell';
import { DISPATCH_QUEUE, URGENT_QUEUE } from './queues';

/** How long a crashed worker's job stays locked. Harmless either way: the database's fence decides, not this lock. */
const LOCK_MS = 60_000;

/** The bell, over Bull where there is a Redis and within the process where there is none. */
@Global()
@Module({})
export class QueueModule {
  static register(config: Config): DynamicModule {
    if (config.redisUrl === null) {
      return {
        module: QueueModule,
        providers: [LocalBell, { provide: Bell, useExisting: LocalBell }],
        exports: [Bell, LocalBell],
      };
    }
    return {
      module: QueueModule,
      imports: [
        BullModule.forRoot({
          url: config.redisUrl,
          redis: {
            maxRetriesPerRequest: null,
            connectTimeout: 5000,
            retryStrategy: (attempt: number) => Math.min(attempt * 100, 2000),
          },
          settings: { lockDuration: LOCK_MS, maxStalledCount: 1 },
        }),
        BullModule.registerQueue({ name: DISPATCH_QUEUE }, { name: URGENT_QUEUE }),
      ],
      providers: [{ provide: Bell, useClass: BullBell }],
      exports: [Bell, BullModule],
    };
  }
}
