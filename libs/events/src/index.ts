export { type EventAccessRole } from './domain/event-access';
export { EventAccessRecheck } from './event-access-recheck.service';
export { CurrentEvent, EventAccess, type EventAccessOptions } from './event-access.decorators';
export { type EventContext } from './event-context';
export { EventEntity } from './event.entity';
export { EventFollowUps } from './event-follow-ups';
export { EventsModule } from './events.module';
export { EventsRepository } from './events.repository';
export { UpdateBrandingDto } from './dto/branding.dto';
