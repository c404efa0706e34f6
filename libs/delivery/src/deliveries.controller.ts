import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { DeliveriesService } from './deliveries.service';
import { DeliveriesQueryDto } from './dto/deliveries-query.dto';
import { DeliveryDto, DeliveryPageDto } from './dto/delivery.dto';

@ApiTags('deliveries')
@Controller('v1/events/:eventId/messages/:messageId')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get('deliveries')
  @EventAccess('editor', { support: true, apiKeyScope: 'deliveries:read' })
  @ApiOperation({ summary: 'Who got a message, who did not, and why: one row per guest' })
  @ApiProblems('VALIDATION_FAILED')
  async listMessageDeliveries(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Query() query: DeliveriesQueryDto,
  ): Promise<DeliveryPageDto> {
    const page = await this.deliveries.list(event, messageId, query);
    return {
      items: page.items.map((view) => DeliveryDto.from(view, event.role === 'support')),
      nextCursor: page.nextCursor,
    };
  }
}
