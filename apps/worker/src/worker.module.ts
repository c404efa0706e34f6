import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, CoreModule } from '@beckon/core';
import { DeliveryWorkerModule } from '@beckon/delivery';
import { WhatsAppWorkerModule } from '@beckon/whatsapp';

/** The sending side: the engine without any HTTP. */
@Module({})
export class WorkerModule {
  static register(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [CoreModule.register(config, 'worker'), DeliveryWorkerModule.register(config), WhatsAppWorkerModule],
    };
  }
}
