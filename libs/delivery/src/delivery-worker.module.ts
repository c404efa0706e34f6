import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { Config } from '@beckon/core';
import { ConsentModule } from '@beckon/consent';
import { GuestsModule } from '@beckon/guests';
import { MessagingModule } from '@beckon/messaging';
import { Channels } from './channels/channels';
import { BellsProcessor } from './engine/bells.processor';
import { BreakerRepository } from './engine/breaker.repository';
import { Breakers } from './engine/breakers.service';
import { ClaimsRepository } from './engine/claims.repository';
import { ClaimTexts } from './engine/claim-texts';
import { ClaimsService } from './engine/claims.service';
import { DispatchService } from './engine/dispatch.service';
import { ErrandsService } from './engine/errands.service';
import { FinishingRepository } from './engine/finishing.repository';
import { GuardRails } from './engine/guard-rails.service';
import { GuardRailsRepository } from './engine/guard-rails.repository';
import { IntentsRepository } from './engine/intents.repository';
import { LeasesRepository } from './engine/leases.repository';
import { LocalBellsListener } from './engine/local-bells.listener';
import { OutcomesRepository } from './engine/outcomes.repository';
import { Poller } from './engine/poller';
import { Reaper } from './engine/reaper';
import { Recorder } from './engine/recorder';
import { Rounds } from './engine/rounds';
import { Sweeper } from './engine/sweeper';
import { UnknownResends } from './engine/unknown-resends';
import { Heartbeat } from './gaps/heartbeat';
import { HeartbeatsRepository } from './gaps/heartbeats.repository';
import { ConversationsService } from './inbound/conversations.service';
import { InboundMessagesRepository } from './inbound/inbound-messages.repository';
import { DsnIntake } from './receipts/dsn-intake';
import { DsnService } from './receipts/dsn.service';
import { ReceiptsRepository } from './receipts/receipts.repository';
import { ReceiptsRounds } from './receipts/receipts.rounds';
import { ReceiptsService } from './receipts/receipts.service';
import { Reopenings } from './resends/reopenings.service';
import { UnconfirmedRepository } from './resends/unconfirmed.repository';
import { TwilioReceiptsService } from './receipts/twilio-receipts.service';
import { TwilioSignature } from './receipts/twilio-signature';
import { TwilioWitnessRepository } from './receipts/twilio-witness.repository';
import { TwilioWitnessRounds } from './receipts/twilio-witness.rounds';
import { TwilioWitnessService } from './receipts/twilio-witness.service';

/** The engine: rounds, bells, claims, dispatch. Only the worker has it, so an API replica can never send. */
@Module({})
export class DeliveryWorkerModule {
  static register(config: Config): DynamicModule {
    return {
      module: DeliveryWorkerModule,
      // whoever adds rounds of their own to the worker takes these
      global: true,
      imports: [ScheduleModule.forRoot(), ConsentModule, GuestsModule, MessagingModule],
      providers: [
        BreakerRepository,
        Breakers,
        Channels,
        ClaimsRepository,
        ClaimsService,
        ClaimTexts,
        ConversationsService,
        DispatchService,
        ErrandsService,
        FinishingRepository,
        GuardRails,
        GuardRailsRepository,
        Heartbeat,
        HeartbeatsRepository,
        InboundMessagesRepository,
        IntentsRepository,
        LeasesRepository,
        OutcomesRepository,
        Recorder,
        Rounds,
        Poller,
        Sweeper,
        Reaper,
        DsnIntake,
        DsnService,
        ReceiptsRepository,
        ReceiptsRounds,
        ReceiptsService,
        Reopenings,
        UnconfirmedRepository,
        UnknownResends,
        TwilioReceiptsService,
        TwilioSignature,
        TwilioWitnessRepository,
        TwilioWitnessRounds,
        TwilioWitnessService,
        config.redisUrl === null ? LocalBellsListener : BellsProcessor,
      ],
      exports: [Rounds],
    };
  }
}
