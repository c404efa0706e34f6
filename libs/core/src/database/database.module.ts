import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../config/config';
import { databaseOptions } from './database-options';
import { Transactions } from './transactions';

/** The database for the whole process; libs register their entities with `MikroOrmModule.forFeature`. */
@Global()
@Module({})
export class DatabaseModule {
  /** @param isHttp true in the API: every request gets an entity manager of its own */
  static register(config: Config, { isHttp }: { isHttp: boolean }): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        MikroOrmModule.forRootAsync({
          driver: PostgreSqlDriver,
          useFactory: () => ({
            ...databaseOptions(config.databaseUrl, config.databasePoolSize),
            autoLoadEntities: true,
            registerRequestContext: isHttp,
          }),
        }),
      ],
      providers: [Transactions],
      exports: [Transactions],
    };
  }
}
