import { PageQueryDto } from '@beckon/core';
import { type Actor, ApiProblems, CurrentActor, OrganizationAccess, SignedIn } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreateEventDto, UpdateEventDto } from './dto/event-input.dto';
import { EventDto, EventPageDto } from './dto/event.dto';
import { CurrentEvent, EventAccess } from './event-access.decorators';
import type { EventContext } from './event-context';
import { EventFiguresService } from './event-figures.service';
import { EventsService } from './events.service';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly figures: EventFiguresService,
  ) {}

  @Post()
  @OrganizationAccess('member', { apiKeyScope: 'events:write' })
  @ApiOperation({
    summary: 'Make an event',
    description: 'You become its owner, and its four reminders are scheduled.',
  })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_TIME_ZONE', 'TIME_DOES_NOT_EXIST', 'TIME_AMBIGUOUS')
  async createEvent(@CurrentActor() actor: Actor, @Body() body: CreateEventDto): Promise<EventDto> {
    return EventDto.from(await this.events.create(actor, body));
  }

  @Get()
  @SignedIn({ apiKeyScope: 'events:read' })
  @ApiOperation({ summary: 'Events I work on, newest first' })
  @ApiProblems('VALIDATION_FAILED')
  async listEvents(@CurrentActor() actor: Actor, @Query() { cursor, limit }: PageQueryDto): Promise<EventPageDto> {
    return EventPageDto.from(await this.figures.list(actor, cursor, limit));
  }

  @Get(':eventId')
  @EventAccess('viewer', { apiKeyScope: 'events:read' })
  @ApiOperation({ summary: 'One event' })
  async getEvent(@CurrentEvent() context: EventContext): Promise<EventDto> {
    return EventDto.from(await this.events.get(context));
  }

  @Patch(':eventId')
  @EventAccess('editor', { apiKeyScope: 'events:write' })
  @ApiOperation({ summary: 'Change an event', description: 'Moving it re-plans the reminders that are not sent yet.' })
  @ApiProblems(
    'VALIDATION_FAILED',
    'INVALID_TIME_ZONE',
    'TIME_DOES_NOT_EXIST',
    'TIME_AMBIGUOUS',
    'STALE_VERSION',
    'EVENT_CANCELLED',
  )
  async updateEvent(@CurrentEvent() context: EventContext, @Body() body: UpdateEventDto): Promise<EventDto> {
    return EventDto.from(await this.events.update(context, body));
  }

  @Delete(':eventId')
  @HttpCode(204)
  @EventAccess('owner', { apiKeyScope: 'events:write' })
  @ApiOperation({
    summary: 'Delete an event',
    description: 'Nothing planned for it leaves any more. What was sent stays on record.',
  })
  async deleteEvent(@CurrentEvent() context: EventContext): Promise<void> {
    await this.events.remove(context);
  }

  @Post(':eventId/cancel')
  @HttpCode(200)
  @EventAccess('owner', { apiKeyScope: 'events:write' })
  @ApiOperation({
    summary: 'Cancel an event',
    description: 'Nothing planned for it leaves any more. A second time changes nothing.',
  })
  async cancelEvent(@CurrentEvent() context: EventContext): Promise<EventDto> {
    return EventDto.from(await this.events.cancel(context));
  }
}
