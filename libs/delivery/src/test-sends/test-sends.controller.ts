import { Body, Controller, Headers, Post, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { type IdempotentAnswer, IdempotentReply } from '@beckon/messaging';
import { TestSendDto, TestSendResultDto } from '../dto/test-send.dto';
import { TestSendsService } from './test-sends.service';

@ApiTags('messages')
@Controller('v1/events/:eventId/messages')
export class TestSendsController {
  constructor(private readonly testSends: TestSendsService) {}

  @Post('test-send')
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiOperation({ summary: 'Send a text to one address, as a guest would get it' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'The same key gives the same message, never a second one.',
  })
  @ApiAcceptedResponse({ type: TestSendResultDto })
  @ApiProblems(
    'VALIDATION_FAILED',
    'UNRESOLVED_TOKENS',
    'TEMPLATE_NOT_APPROVED',
    'IDEMPOTENCY_KEY_REQUIRED',
    'IDEMPOTENCY_KEY_REUSED',
    'REQUEST_IN_PROGRESS',
    'RATE_LIMITED',
    'QUOTA_EXCEEDED',
  )
  @UseInterceptors(IdempotentReply)
  async sendTestMessage(
    @CurrentEvent() event: EventContext,
    @Body() body: TestSendDto,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<IdempotentAnswer<TestSendResultDto>> {
    return this.testSends.send(event, body, key);
  }
}
