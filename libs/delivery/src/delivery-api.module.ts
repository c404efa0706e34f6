import { Module } from '@nestjs/common';
import { ConsentModule } from '@beckon/consent';
import { EventsModule } from '@beckon/events';
import { GuestsModule } from '@beckon/guests';
import { MessagingModule } from '@beckon/messaging';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveriesService } from './deliveries.service';
import { GuardRailsRepository } from './engine/guard-rails.repository';
import { GapsController } from './gaps/gaps.controller';
import { GapsRepository } from './gaps/gaps.repository';
import { GapsService } from './gaps/gaps.service';
import { ProgressController } from './progress/progress.controller';
import { ProgressRepository } from './progress/progress.repository';
import { ProgressService } from './progress/progress.service';
import { BreakerRepository } from './engine/breaker.repository';
import { ConversationsService } from './inbound/conversations.service';
import { InboundMessagesController } from './inbound/inbound-messages.controller';
import { InboundMessagesRepository } from './inbound/inbound-messages.repository';
import { InboundMessagesService } from './inbound/inbound-messages.service';
import { ReceiptsController } from './receipts/receipts.controller';
import { ReceiptsRepository } from './receipts/receipts.repository';
import { ReceiptsService } from './receipts/receipts.service';
import { ResendReceiptsService } from './receipts/resend-receipts.service';
import { SesReceiptsService } from './receipts/ses-receipts.service';
import { SnsCertificates } from './receipts/sns-certificates';
import { Reopenings } from './resends/reopenings.service';
import { ResendsController } from './resends/resends.controller';
import { ResendsRepository } from './resends/resends.repository';
import { ResendsService } from './resends/resends.service';
import { ResolutionsController } from './resends/resolutions.controller';
import { ResolutionsService } from './resends/resolutions.service';
import { UnconfirmedRepository } from './resends/unconfirmed.repository';
import { UnconfirmedService } from './resends/unconfirmed.service';
import { UnknownDecisions } from './resends/unknown-decisions.service';
import { TestComposer } from './test-sends/test-composer';
import { TwilioReceiptsService } from './receipts/twilio-receipts.service';
import { TwilioSignature } from './receipts/twilio-signature';
import { TwilioWebhooksController } from './receipts/twilio-webhooks.controller';
import { TestSendsController } from './test-sends/test-sends.controller';
import { TestSendsRepository } from './test-sends/test-sends.repository';
import { TestSendsService } from './test-sends/test-sends.service';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller';
import { UnsubscribeRepository } from './unsubscribe/unsubscribe.repository';
import { UnsubscribeService } from './unsubscribe/unsubscribe.service';

/** The ledger over HTTP. Nothing here sends. */
@Module({
  imports: [ConsentModule, EventsModule, GuestsModule, MessagingModule],
  controllers: [
    DeliveriesController,
    GapsController,
    InboundMessagesController,
    ProgressController,
    ReceiptsController,
    ResendsController,
    ResolutionsController,
    TestSendsController,
    TwilioWebhooksController,
    UnsubscribeController,
  ],
  providers: [
    BreakerRepository,
    ConversationsService,
    DeliveriesRepository,
    DeliveriesService,
    GuardRailsRepository,
    GapsRepository,
    GapsService,
    ProgressRepository,
    ProgressService,
    InboundMessagesRepository,
    InboundMessagesService,
    ReceiptsRepository,
    ReceiptsService,
    ResendReceiptsService,
    ResendsRepository,
    ResendsService,
    ResolutionsService,
    Reopenings,
    SesReceiptsService,
    SnsCertificates,
    TestComposer,
    TestSendsRepository,
    TestSendsService,
    UnconfirmedRepository,
    UnconfirmedService,
    UnknownDecisions,
    TwilioReceiptsService,
    TwilioSignature,
    UnsubscribeRepository,
    UnsubscribeService,
  ],
})
export class DeliveryApiModule {}
