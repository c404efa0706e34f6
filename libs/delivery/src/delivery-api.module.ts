import { Module } from '@nestjs/common';
import { ConsentModule } from '@beckon/consent';
import { EventsModule } from '@beckon/events';
import { MessagingModule } from '@beckon/messaging';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveriesService } from './deliveries.service';
import { TestSendsController } from './test-sends/test-sends.controller';
import { TestSendsRepository } from './test-sends/test-sends.repository';
import { TestSendsService } from './test-sends/test-sends.service';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller';
import { UnsubscribeRepository } from './unsubscribe/unsubscribe.repository';
import { UnsubscribeService } from './unsubscribe/unsubscribe.service';

/** The ledger over HTTP. Nothing here sends. */
@Module({
  imports: [ConsentModule, EventsModule, MessagingModule],
  controllers: [DeliveriesController, TestSendsController, UnsubscribeController],
  providers: [
    DeliveriesRepository,
    DeliveriesService,
    TestSendsRepository,
    TestSendsService,
    UnsubscribeRepository,
    UnsubscribeService,
  ],
})
export class DeliveryApiModule {}
