import { Body, Controller, Get, Headers, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { type IdempotentAnswer, IdempotentReply } from '@beckon/messaging';
import { NextStepsDto, ResolveDto, ResolvedUnconfirmedDto, RetriedDto, SentToMissedDto } from '../dto/resends.dto';
import { ResendsService } from './resends.service';
import { UnconfirmedService } from './unconfirmed.service';

const idempotencyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Any unique text per click. The same key gives the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

@ApiTags('messages')
@Controller('v1/events/:eventId/messages/:messageId')
export class ResendsController {
  constructor(
    private readonly resends: ResendsService,
    private readonly unconfirmed: UnconfirmedService,
  ) {}

  @Get('next-steps')
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiOperation({
    summary: 'What can still be done for guests of a message that was sent',
    description: 'Figures for buttons: whom a retry would try, who has not got it, and about whom nobody can know.',
  })
  async getNextSteps(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<NextStepsDto> {
    return this.resends.nextSteps(event, messageId);
  }

  @Post('retry-failed')
  @HttpCode(200)
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiOperation({
    summary: 'Try the failed guests again',
    description:
      'Only those for whom it is certain that nothing was sent, and whose failure may pass (a full mailbox, a server that was busy). ' +
      'Nobody who got it or may have got it gets it twice. A mailbox that does not exist is not tried again and is counted as `permanent`. ' +
      'With nobody to try the answer is 200 with `retried: 0`.',
  })
  @ApiHeader(idempotencyHeader)
  @ApiOkResponse({ type: RetriedDto })
  @ApiProblems(
    'NOT_RUNNING',
    'MESSAGE_CANCELLED',
    'MESSAGE_EXPIRED',
    'QUOTA_EXCEEDED',
    'REQUEST_IN_PROGRESS',
    'IDEMPOTENCY_KEY_REUSED',
  )
  async retryFailed(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<IdempotentAnswer<RetriedDto>> {
    return this.resends.retryFailed(event, messageId, key);
  }

  @Post('send-missed')
  @HttpCode(200)
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiOperation({
    summary: 'Send it to those who did not get it',
    description:
      'To the guests its audience has today: who joined later, who has an address now, whose suppression was lifted, and who failed for now. ' +
      'Never to anybody who got it or may have got it. With nobody left the answer is 200 with `added: 0`.',
  })
  @ApiHeader(idempotencyHeader)
  @ApiOkResponse({ type: SentToMissedDto })
  @ApiProblems(
    'NOT_RUNNING',
    'MESSAGE_CANCELLED',
    'MESSAGE_EXPIRED',
    'QUOTA_EXCEEDED',
    'REQUEST_IN_PROGRESS',
    'IDEMPOTENCY_KEY_REUSED',
  )
  @ApiProblems('INVALID_AUDIENCE')
  async sendToMissed(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<IdempotentAnswer<SentToMissedDto>> {
    return this.resends.sendMissed(event, messageId, key);
  }

  @Post('resolve-unconfirmed')
  @HttpCode(200)
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiOperation({
    summary: 'Decide about all deliveries of a message that nobody can know about',
    description:
      '`delivered` takes them as arrived. `resend` sends each of these guests a second copy: **who did get the first one then gets it twice.** ' +
      'What is decided already stays; with nothing left the answer is 200 with `resolved: 0`.',
  })
  @ApiHeader(idempotencyHeader)
  @ApiOkResponse({ type: ResolvedUnconfirmedDto })
  @ApiProblems('VALIDATION_FAILED', 'NOT_RUNNING', 'MESSAGE_CANCELLED', 'MESSAGE_EXPIRED', 'QUOTA_EXCEEDED')
  @ApiProblems('REQUEST_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED')
  async resolveUnconfirmed(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Body() body: ResolveDto,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<IdempotentAnswer<ResolvedUnconfirmedDto>> {
    return this.unconfirmed.resolveAll(event, messageId, body.as, key);
  }
}
