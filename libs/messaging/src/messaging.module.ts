import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EventFollowUps, EventsModule } from '@beckon/events';
import { GuestsModule } from '@beckon/guests';
import { TemplatesModule } from '@beckon/templates';
import { Global, Module } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { CompositionsService } from './compositions.service';
import { Departures } from './departures.service';
import { DraftChecks } from './draft-checks.service';
import { EditsService } from './edits.service';
import { IdempotencyStore } from './idempotency.store';
import { IdempotentEffects } from './idempotent-effects';
import { Message } from './message.entity';
import { MessageWriter } from './message-writer';
import { MessagesController } from './messages.controller';
import { MessagesRepository } from './messages.repository';
import { MessagesService } from './messages.service';
import { PreviewsService } from './previews.service';
import { QuotaReservations } from './quota/quota-reservations';
import { QuotaController } from './quota/quota.controller';
import { QuotaRepository } from './quota/quota.repository';
import { QuotaService } from './quota/quota.service';
import { RecipientListsRepository } from './recipient-lists.repository';
import { RecipientListsService } from './recipient-lists.service';
import { RecipientsController } from './recipients.controller';
import { RecipientsRepository } from './recipients.repository';
import { RemindersFollowUps } from './reminders.follow-ups';
import { SendingAgain } from './sending-again.service';
import { SendNowService } from './send-now.service';
import { SnapshotsRepository } from './snapshots.repository';

/** Messages and reminders. Global, because it provides the `EventFollowUps` that events call without knowing whose they are. */
@Global()
@Module({
  imports: [MikroOrmModule.forFeature([Message]), EventsModule, GuestsModule, TemplatesModule],
  // before the messages: `recipients` is no id of a message
  controllers: [RecipientsController, MessagesController, QuotaController],
  providers: [
    AudiencesService,
    CompositionsService,
    Departures,
    DraftChecks,
    EditsService,
    IdempotencyStore,
    IdempotentEffects,
    MessagesRepository,
    MessagesService,
    MessageWriter,
    PreviewsService,
    QuotaRepository,
    QuotaReservations,
    QuotaService,
    RecipientListsRepository,
    RecipientListsService,
    RecipientsRepository,
    SendingAgain,
    SendNowService,
    SnapshotsRepository,
    { provide: EventFollowUps, useClass: RemindersFollowUps },
  ],
  exports: [
    EventFollowUps,
    IdempotencyStore,
    MessagesRepository,
    PreviewsService,
    QuotaReservations,
    RecipientsRepository,
    SendingAgain,
    SnapshotsRepository,
  ],
})
export class MessagingModule {}
