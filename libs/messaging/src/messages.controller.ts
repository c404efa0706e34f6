import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AudiencesService } from './audiences.service';
import { CompositionsService } from './compositions.service';
import { MessageDto, MessagePageDto } from './dto/message.dto';
import { CreateMessageDto, SendNowDto, UpdateMessageDto } from './dto/message-input.dto';
import { MessagesQueryDto } from './dto/messages-query.dto';
import { MessagePreviewDto, PreviewMessageDto, RecipientCountDto, RecipientCountQueryDto } from './dto/recipients.dto';
import { EditsService } from './edits.service';
import type { IdempotentAnswer } from './idempotency.store';
import { IdempotentReply } from './idempotent-reply.interceptor';
import { MessagesService } from './messages.service';
import { PreviewsService } from './previews.service';
import { SendNowService } from './send-now.service';

const idempotencyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description:
    'Any unique text per click. The same key with the same request gives the first answer again (24 hours), marked `Idempotent-Replayed: true`.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

@ApiTags('messages')
@Controller('v1/events/:eventId/messages')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly compositions: CompositionsService,
    private readonly edits: EditsService,
    private readonly departures: SendNowService,
    private readonly audiences: AudiencesService,
    private readonly previews: PreviewsService,
  ) {}

  /** Lists the messages of an event, newest first: the automatic reminders, drafts, and what was sent or cancelled. */
  @Get()
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listMessages(@CurrentEvent() event: EventContext, @Query() query: MessagesQueryDto): Promise<MessagePageDto> {
    return MessagePageDto.from(await this.messages.list(event, query));
  }

  /** Counts who would get a message right now, and who would not and why. */
  @Get('recipient-count')
  @EventAccess('viewer', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async countRecipients(
    @CurrentEvent() event: EventContext,
    @Query() query: RecipientCountQueryDto,
  ): Promise<RecipientCountDto> {
    return RecipientCountDto.from(await this.audiences.count(event, query));
  }

  /** Shows a text as one guest would get it. Sends nothing. */
  @Post('preview')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async previewMessage(
    @CurrentEvent() event: EventContext,
    @Body() body: PreviewMessageDto,
  ): Promise<MessagePreviewDto> {
    return MessagePreviewDto.from(await this.previews.preview(event, body));
  }

  /** Writes a message: keeps a draft, plans it, or sends it now. */
  @Post()
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiHeader(idempotencyHeader)
  @ApiCreatedResponse({ type: MessageDto })
  @ApiProblems(
    'VALIDATION_FAILED',
    'UNRESOLVED_TOKENS',
    'INVALID_AUDIENCE',
    'SEND_AT_IN_PAST',
    'NO_RECIPIENTS',
    'AUDIENCE_CHANGED',
    'QUOTA_EXCEEDED',
  )
  @ApiProblems('REQUEST_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED')
  async createMessage(
    @CurrentEvent() event: EventContext,
    @Body() body: CreateMessageDto,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<IdempotentAnswer<MessageDto>> {
    return this.compositions.create(event, body, idempotencyKey);
  }

  /** One message. */
  @Get(':messageId')
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  async getMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.get(event, messageId));
  }

  /** Changes a draft or a planned message, until shortly before it leaves. */
  @Patch(':messageId')
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiProblems(
    'VALIDATION_FAILED',
    'UNRESOLVED_TOKENS',
    'INVALID_AUDIENCE',
    'SEND_AT_IN_PAST',
    'PAST_EDIT_WINDOW',
    'MESSAGE_CANCELLED',
    'STALE_VERSION',
    'QUOTA_EXCEEDED',
  )
  async updateMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Body() body: UpdateMessageDto,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.edits.edit(event, messageId, body));
  }

  /** Cancels a message; of a running one, the rest. Cancelling twice is fine. A cancelled message stays visible. */
  @Delete(':messageId')
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiProblems('ALREADY_SENT')
  async cancelMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.cancel(event, messageId));
  }

  /** Sends a draft or a planned message now, or after a short hold in which it can be undone. */
  @Post(':messageId/send-now')
  @HttpCode(200)
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiHeader(idempotencyHeader)
  @ApiOkResponse({ type: MessageDto })
  @ApiProblems(
    'VALIDATION_FAILED',
    'UNRESOLVED_TOKENS',
    'NO_RECIPIENTS',
    'AUDIENCE_CHANGED',
    'ALREADY_SENT',
    'MESSAGE_CANCELLED',
  )
  @ApiProblems('INVALID_AUDIENCE', 'QUOTA_EXCEEDED', 'REQUEST_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED')
  async sendMessageNow(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
    @Body() body: SendNowDto,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<IdempotentAnswer<MessageDto>> {
    return this.departures.sendNow(event, messageId, body, idempotencyKey);
  }

  /** Takes a "send now" back while it is held: the message is a draft again. */
  @Post(':messageId/undo')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiProblems('PAST_EDIT_WINDOW', 'MESSAGE_CANCELLED', 'ALREADY_SENT')
  async undoMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.undo(event, messageId));
  }

  /** Pauses a message that is being sent. What is on the wire already arrives. */
  @Post(':messageId/pause')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiProblems('NOT_RUNNING', 'MESSAGE_CANCELLED')
  async pauseMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.pause(event, messageId));
  }

  /** Lets a paused message go on. */
  @Post(':messageId/resume')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiProblems('NOT_RUNNING', 'MESSAGE_CANCELLED')
  async resumeMessage(
    @CurrentEvent() event: EventContext,
    @Param('messageId', UuidParam) messageId: string,
  ): Promise<MessageDto> {
    return MessageDto.from(await this.messages.resume(event, messageId));
  }
}
