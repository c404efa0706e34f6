import { Module } from '@nestjs/common';
import { ConsentModule } from '@beckon/consent';
import { EventsModule } from '@beckon/events';
import { GuestsModule } from '@beckon/guests';
import { MessagingModule } from '@beckon/messaging';
import { AuditController } from './audit/audit.controller';
import { AuditReadersRepository } from './audit/audit-readers.repository';
import { AuditReadersService } from './audit/audit-readers.service';
import { AuditRepository } from './audit/audit.repository';
import { AuditService } from './audit/audit.service';
import { DeliveryHistoryRepository } from './audit/delivery-history.repository';
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
import { ClaimsRepository } from './engine/claims.repository';
import { ClaimTexts } from './engine/claim-texts';
import { ClaimsService } from './engine/claims.service';
import { ExplainController } from './explain/explain.controller';
import { ExplainRepository } from './explain/explain.repository';
import { ExplainService } from './explain/explain.service';
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
import { SearchController } from './search/search.controller';
import { SearchRepository } from './search/search.repository';
import { SearchService } from './search/search.service';
import { TestSendsController } from './test-sends/test-sends.controller';
import { TestSendsRepository } from './test-sends/test-sends.repository';
import { TestSendsService } from './test-sends/test-sends.service';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller';
import { UnsubscribeRepository } from './unsubscribe/unsubscribe.repository';
import { UnsubscribeService } from './unsubscribe/unsubscribe.service';
import { AnswersRepository } from './why/answers.repository';
import { AnswersService } from './why/answers.service';

/** The ledger over HTTP. Nothing here sends. */
@Module({
  imports: [ConsentModule, EventsModule, GuestsModule, MessagingModule],
  controllers: [
    DeliveriesController,
    GapsController,
    InboundMessagesController,
    ProgressController,
    ExplainController,
    ReceiptsController,
    ResendsController,
    ResolutionsController,
    AuditController,
    SearchController,
    TestSendsController,
    TwilioWebhooksController,
    UnsubscribeController,
  ],
  providers: [
    BreakerRepository,
    ConversationsService,
    AnswersRepository,
    AnswersService,
    AuditReadersRepository,
    AuditReadersService,
    AuditRepository,
    AuditService,
    // for rehearsals only, which are rolled back: claiming for good is the worker's
    ClaimsRepository,
    ClaimTexts,
    ClaimsService,
    DeliveryHistoryRepository,
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
    ExplainRepository,
    ExplainService,
    SearchRepository,
    SearchService,
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
