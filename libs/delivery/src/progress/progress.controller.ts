import { Readable } from 'node:stream';
import { Controller, Get, Header, Headers, Param, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { ProgressDto } from '../dto/progress.dto';
import { PROGRESS_ACCESS } from './progress-access';
import { ProgressService } from './progress.service';

@ApiTags('deliveries')
@Controller('v1/events/:eventId/messages/:messageId')
export class ProgressController {
  constructor(private readonly progress: ProgressService) {}

  @Get('progress')
  @EventAccess(PROGRESS_ACCESS.needed, { support: PROGRESS_ACCESS.support, apiKeyScope: 'deliveries:read' })
  @ApiOperation({
    summary: 'Where a message stands: counts that add up, causes, pace and time left; also live',
    description:
      'With `Accept: text/event-stream` the same live: the events `snapshot` (once), `progress` (whenever something changed) and `done` ' +
      '(then it ends), each with the whole figures, never a difference, and a comment every 15 seconds. It also ends when you lose ' +
      'access or the server stops; ask again then. Read it with `fetch` and the Authorization header.',
  })
  @ApiExtraModels(ProgressDto)
  @ApiOkResponse({
    description: 'Where it stands',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ProgressDto) } },
      'text/event-stream': { schema: { type: 'string' } },
    },
  })
  @ApiProblems('RATE_LIMITED')
  @Header('X-Accel-Buffering', 'no')
  async getMessageProgress(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Headers('accept') accept?: string,
  ): Promise<ProgressDto | StreamableFile> {
    const answer = await this.progress.answer(event, messageId, accept);
    return answer instanceof Readable
      ? new StreamableFile(answer, { type: 'text/event-stream; charset=utf-8' })
      : ProgressDto.from(answer);
  }
}
