import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AuditLog } from './audit/audit-log';
import { Clock } from './clock/clock';
import { Config } from './config/config';
import { DatabaseModule } from './database/database.module';
import { loggingModule } from './logging/logging.module';
import { QueueModule } from './queue/queue.module';

/** What every process needs: settings, clock, database, bell, logs, audit log. Imported once, by the app. */
@Global()
@Module({})
export class CoreModule {
  static register(config: Config, role: 'api' | 'worker'): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        loggingModule(config, role),
        DatabaseModule.register(config, { isHttp: role === 'api' }),
        QueueModule.register(config),
      ],
      providers: [{ provide: Config, useValue: config }, Clock, AuditLog],
      exports: [Config, Clock, AuditLog],
    };
  }
}
