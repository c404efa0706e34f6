import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PageQueryDto, UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { InboundMessagePageDto } from '../dto/inbound-message.dto';
import { InboundMessagesService } from './inbound-messages.service';

@ApiTags('guests')
@Controller('v1/events/:eventId/guests/:guestId/inbound-messages')
export class InboundMessagesController {
  constructor(private readonly inbound: InboundMessagesService) {}

  @Get()
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  @ApiOperation({ summary: 'What a guest wrote back by SMS or WhatsApp, newest first' })
  @ApiProblems('VALIDATION_FAILED')
  async listInboundMessages(
    @CurrentEvent() event: EventContext,
    @Param('guestId', UuidParam) guestId: string,
    @Query() query: PageQueryDto,
  ): Promise<InboundMessagePageDto> {
    return InboundMessagePageDto.from(await this.inbound.listOfGuest(event, guestId, query));
  }
}
