import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PageQueryDto, UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { type Actor, ApiProblems, CurrentActor, SignedIn } from '@beckon/identity';
import { AnswerDto, AnswerPageDto } from '../dto/answer.dto';
import { AuditedDeliveryDto, AuditPageDto, DeliveryDetailDto, RevealedDto } from '../dto/audit.dto';
import { AuditQueryDto, RevealDto } from '../dto/audit-query.dto';
import { auditFilterOf } from './audit-filter';
import { AuditService } from './audit.service';

@ApiTags('audit')
@Controller('v1')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get('deliveries')
  @SignedIn({ apiKeyScope: 'deliveries:read' })
  @ApiOperation({ summary: 'Who got what, over all events that you may see: the newest first' })
  @ApiProblems('VALIDATION_FAILED', 'NOT_FOUND')
  async listDeliveries(@CurrentActor() actor: Actor, @Query() query: AuditQueryDto): Promise<AuditPageDto> {
    const { items, nextCursor } = await this.audit.list(actor, auditFilterOf(query));
    return { items: items.map((shown) => AuditedDeliveryDto.ofRow(shown)), nextCursor };
  }

  @Get('deliveries/:deliveryId')
  @SignedIn({ apiKeyScope: 'deliveries:read' })
  @ApiOperation({ summary: 'One delivery: all that happened to it, and what was sent' })
  @ApiProblems('NOT_FOUND')
  async getDelivery(
    @CurrentActor() actor: Actor,
    @Param('deliveryId', UuidParam) deliveryId: string,
  ): Promise<DeliveryDetailDto> {
    return DeliveryDetailDto.ofDetail(await this.audit.get(actor, deliveryId));
  }

  @Post('deliveries/:deliveryId/reveal')
  @HttpCode(200)
  @SignedIn()
  @ApiOperation({ summary: 'The address in full; who looked and why is kept in the audit log' })
  @ApiProblems('VALIDATION_FAILED', 'NOT_FOUND')
  async revealDelivery(
    @CurrentActor() actor: Actor,
    @Param('deliveryId', UuidParam) deliveryId: string,
    @Body() { reason }: RevealDto,
  ): Promise<RevealedDto> {
    return { recipient: await this.audit.reveal(actor, deliveryId, reason) };
  }

  @Get('events/:eventId/guests/:guestId/messages')
  @EventAccess('editor', { support: true, apiKeyScope: 'deliveries:read' })
  @ApiOperation({ summary: 'One guest and every message of the event: did they get it, and why (not)?' })
  @ApiProblems('VALIDATION_FAILED')
  async listGuestMessages(
    @CurrentEvent() event: EventContext,
    @Param('guestId', UuidParam) guestId: string,
    @Query() query: PageQueryDto,
  ): Promise<AnswerPageDto> {
    const { items, nextCursor } = await this.audit.guestMessages(event, guestId, query);
    return { items: items.map((pair) => AnswerDto.from(pair)), nextCursor };
  }
}
