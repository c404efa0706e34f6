import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { type IdempotentAnswer, IdempotentReply, MessagePreviewDto } from '@beckon/messaging';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InvitationsQueryDto, InviteGuestsDto } from './dto/invitation-input.dto';
import { GuestInvitationDto, GuestInvitationPageDto, InvitedGuestsDto, InviteesDto } from './dto/invitation.dto';
import { InvitationPreviews } from './invitation-previews';
import { InvitationsService } from './invitations.service';

const idempotencyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Any unique text per click. The same key with the same request gives the first answer again (24 hours).',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

@ApiTags('invitations')
@Controller('v1/events/:eventId/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly previews: InvitationPreviews,
  ) {}

  /**
   * Invites guests by e-mail or WhatsApp. Only those who are not invited yet, unless you ask for `again`; a guest whose invitation failed
   * counts as not invited.
   */
  @Post()
  @UseInterceptors(IdempotentReply)
  @EventAccess('editor', { apiKeyScope: 'messages:write' })
  @ApiHeader(idempotencyHeader)
  @ApiCreatedResponse({ type: InvitedGuestsDto })
  @ApiProblems('VALIDATION_FAILED', 'UNRESOLVED_TOKENS', 'INVALID_AUDIENCE', 'EVENT_CANCELLED', 'NO_RECIPIENTS')
  @ApiProblems('TEMPLATE_NOT_APPROVED', 'REQUEST_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED')
  async inviteGuests(
    @CurrentEvent() event: EventContext,
    @Body() body: InviteGuestsDto,
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<IdempotentAnswer<InvitedGuestsDto>> {
    return this.invitations.invite(event, body, idempotencyKey);
  }

  /** Counts whom inviting would reach, and who would be left out and why. Nothing is sent. */
  @Post('count')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiOkResponse({ type: InviteesDto })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async countInvitees(@CurrentEvent() event: EventContext, @Body() body: InviteGuestsDto): Promise<InviteesDto> {
    return this.invitations.count(event, body);
  }

  /** Shows the invitation as the first of these guests would read it. Nothing is sent. */
  @Post('preview')
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async previewInvitation(
    @CurrentEvent() event: EventContext,
    @Body() body: InviteGuestsDto,
  ): Promise<MessagePreviewDto> {
    return MessagePreviewDto.from(await this.previews.preview(event, body));
  }

  /** Lists the invitations of an event, newest first, those that could not be sent included. */
  @Get()
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listInvitations(
    @CurrentEvent() event: EventContext,
    @Query() query: InvitationsQueryDto,
  ): Promise<GuestInvitationPageDto> {
    return GuestInvitationPageDto.from(await this.invitations.list(event, query));
  }

  /** One invitation: what it said, how far it got, and what went wrong. */
  @Get(':invitationId')
  @EventAccess('editor', { apiKeyScope: 'messages:read' })
  async getInvitation(
    @CurrentEvent() event: EventContext,
    @Param('invitationId', UuidParam) invitationId: string,
  ): Promise<GuestInvitationDto> {
    return GuestInvitationDto.from(await this.invitations.get(event, invitationId));
  }
}
