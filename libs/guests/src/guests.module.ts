import { EventsModule } from '@beckon/events';
import { IdentityModule } from '@beckon/identity';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { AnswersService } from './answers.service';
import { Guest } from './guest.entity';
import { GuestExportsController } from './guest-exports.controller';
import { GuestExportsRepository } from './guest-exports.repository';
import { GuestExportsService } from './guest-exports.service';
import { GuestImportsController } from './guest-imports.controller';
import { GuestImportsRepository } from './guest-imports.repository';
import { GuestImportsService } from './guest-imports.service';
import { GuestsController } from './guests.controller';
import { GuestsRepository } from './guests.repository';
import { GuestsService } from './guests.service';
import { RsvpController } from './rsvp.controller';
import { RsvpService } from './rsvp.service';
import { Segment } from './segment.entity';
import { SegmentsController } from './segments.controller';
import { SegmentsRepository } from './segments.repository';
import { SegmentsService } from './segments.service';

/** Guests, their import and export, segments, and the page on which guests answer. */
@Module({
  imports: [MikroOrmModule.forFeature([Guest, Segment]), IdentityModule, EventsModule],
  controllers: [GuestsController, GuestImportsController, GuestExportsController, SegmentsController, RsvpController],
  providers: [
    GuestsRepository,
    GuestsService,
    GuestImportsRepository,
    GuestImportsService,
    GuestExportsRepository,
    GuestExportsService,
    SegmentsRepository,
    SegmentsService,
    RsvpService,
    AnswersService,
  ],
  exports: [AnswersService, GuestsRepository, SegmentsRepository],
})
export class GuestsModule {}
