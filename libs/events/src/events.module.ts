import { MikroOrmModule } from '@mikro-orm/nestjs';
import { IdentityModule } from '@beckon/identity';
import { Global, Module } from '@nestjs/common';
import { BrandingController } from './branding.controller';
import { BrandingService } from './branding.service';
import { CollaboratorsController } from './collaborators.controller';
import { CollaboratorsRepository } from './collaborators.repository';
import { CollaboratorsService } from './collaborators.service';
import { EventAccessRecheck } from './event-access-recheck.service';
import { EventAccessRepository } from './event-access.repository';
import { EventEntries } from './event-entries.service';
import { EventEntity } from './event.entity';
import { EventFiguresRepository } from './event-figures.repository';
import { EventFiguresService } from './event-figures.service';
import { EventsController } from './events.controller';
import { EventsRepository } from './events.repository';
import { EventsService } from './events.service';

/** Global, because `@EventAccess` puts its guard, and what that needs, into every module with event routes. */
@Global()
@Module({
  imports: [MikroOrmModule.forFeature([EventEntity]), IdentityModule],
  controllers: [EventsController, CollaboratorsController, BrandingController],
  providers: [
    EventsRepository,
    EventAccessRecheck,
    EventAccessRepository,
    EventEntries,
    CollaboratorsRepository,
    EventFiguresRepository,
    EventsService,
    EventFiguresService,
    CollaboratorsService,
    BrandingService,
  ],
  exports: [EventsRepository, EventAccessRecheck, EventAccessRepository, EventEntries],
})
export class EventsModule {}
