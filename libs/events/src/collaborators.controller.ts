import { PageQueryDto, UuidParam } from '@beckon/core';
import { ApiProblems } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CollaboratorsService } from './collaborators.service';
import {
  AddCollaboratorDto,
  ChangeCollaboratorDto,
  CollaboratorDto,
  CollaboratorPageDto,
} from './dto/collaborator.dto';
import { CurrentEvent, EventAccess } from './event-access.decorators';
import type { EventContext } from './event-context';

@ApiTags('events')
@Controller('v1/events/:eventId/collaborators')
export class CollaboratorsController {
  constructor(private readonly collaborators: CollaboratorsService) {}

  @Get()
  @EventAccess('owner')
  @ApiOperation({ summary: 'Who works on the event' })
  @ApiProblems('VALIDATION_FAILED')
  async listCollaborators(
    @CurrentEvent() context: EventContext,
    @Query() { cursor, limit }: PageQueryDto,
  ): Promise<CollaboratorPageDto> {
    return CollaboratorPageDto.from(await this.collaborators.list(context, cursor, limit));
  }

  @Post()
  @EventAccess('owner')
  @ApiOperation({ summary: 'Let somebody work on the event' })
  @ApiProblems('VALIDATION_FAILED', 'ACCOUNT_NOT_FOUND', 'ALREADY_EXISTS')
  async addCollaborator(
    @CurrentEvent() context: EventContext,
    @Body() body: AddCollaboratorDto,
  ): Promise<CollaboratorDto> {
    return CollaboratorDto.from(await this.collaborators.add(context, body));
  }

  @Patch(':userId')
  @EventAccess('owner')
  @ApiOperation({ summary: 'Change the role of a collaborator' })
  @ApiProblems('VALIDATION_FAILED', 'LAST_OWNER')
  async updateCollaborator(
    @CurrentEvent() context: EventContext,
    @Param('userId', UuidParam) userId: string,
    @Body() body: ChangeCollaboratorDto,
  ): Promise<CollaboratorDto> {
    return CollaboratorDto.from(await this.collaborators.changeRole(context, userId, body.role));
  }

  @Delete(':userId')
  @HttpCode(204)
  @EventAccess('owner')
  @ApiOperation({ summary: 'Take a collaborator off the event' })
  @ApiProblems('LAST_OWNER')
  async removeCollaborator(
    @CurrentEvent() context: EventContext,
    @Param('userId', UuidParam) userId: string,
  ): Promise<void> {
    await this.collaborators.remove(context, userId);
  }
}
