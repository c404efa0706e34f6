import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PreviewGuestsDto, RecipientListDto, RecipientListQueryDto } from './dto/recipient-list.dto';
import { AudiencesService } from './audiences.service';
import { CountCriteriaDto, RecipientCountDto, RecipientCountQueryDto } from './dto/recipients.dto';
import { RecipientListsService } from './recipient-lists.service';

@ApiTags('messages')
@Controller('v1/events/:eventId/messages')
export class RecipientsController {
  constructor(
    private readonly audiences: AudiencesService,
    private readonly lists: RecipientListsService,
  ) {}

  /** Counts the guests of a segment that is still being made: who would get a message right now, and who would not and why. */
  @Post('recipient-count')
  @HttpCode(200)
  @EventAccess('viewer', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async countCriteria(@CurrentEvent() event: EventContext, @Body() body: CountCriteriaDto): Promise<RecipientCountDto> {
    return RecipientCountDto.from(await this.audiences.countCriteria(event, body));
  }

  /** Opens the list behind a recipient count: who would not get a message and why, or who would. */
  @Get('recipients')
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async listRecipients(
    @CurrentEvent() event: EventContext,
    @Query() query: RecipientListQueryDto,
  ): Promise<RecipientListDto> {
    return RecipientListDto.from(await this.lists.list(event, query));
  }

  /** Names guests worth a preview: a typical one, the longest name, one without a first name. */
  @Get('preview-guests')
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async listPreviewGuests(
    @CurrentEvent() event: EventContext,
    @Query() query: RecipientCountQueryDto,
  ): Promise<PreviewGuestsDto> {
    return PreviewGuestsDto.from(await this.lists.choices(event, query));
  }
}
