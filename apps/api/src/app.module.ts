import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, CoreModule } from '@beckon/core';
import { ConsentModule } from '@beckon/consent';
import { DeliveryApiModule } from '@beckon/delivery';
import { EventsModule } from '@beckon/events';
import { GuestsModule } from '@beckon/guests';
import { IdentityModule } from '@beckon/identity';
import { MessagingModule } from '@beckon/messaging';
import { TemplatesModule } from '@beckon/templates';
import { WhatsAppApiModule } from '@beckon/whatsapp';
import { HealthController } from './health/health.controller';
import { ReadinessService } from './health/readiness.service';

/** The HTTP side: every lib with its controllers, no processors. */
@Module({})
export class ApiModule {
  static register(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        CoreModule.register(config, 'api'),
        IdentityModule,
        EventsModule,
        GuestsModule,
        ConsentModule,
        TemplatesModule,
        MessagingModule,
        DeliveryApiModule,
        WhatsAppApiModule,
      ],
      controllers: [HealthController],
      providers: [ReadinessService],
    };
  }
}
