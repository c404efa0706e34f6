import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { ExplanationDto } from '../dto/explain.dto';
import { ExplainService } from './explain.service';

@ApiTags('messages')
@Controller('v1/events/:eventId/messages/:messageId')
export class ExplainController {
  constructor(private readonly explanations: ExplainService) {}

  @Post('explain')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiOperation({
    summary: 'What would happen if it left: the real claim, taken back. Nothing is sent and nothing stays',
  })
  @ApiProblems('UNRESOLVED_TOKENS', 'INVALID_AUDIENCE', 'ALREADY_SENT', 'MESSAGE_CANCELLED')
  async explainMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<ExplanationDto> {
    return ExplanationDto.from(await this.explanations.explain(event, messageId));
  }
}
