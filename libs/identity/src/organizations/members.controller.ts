import { PageQueryDto, UuidParam } from '@beckon/core';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OrganizationAccess } from '../access/access.decorators';
import type { Actor } from '../access/actor';
import { ApiProblems } from '../access/api-problems';
import { CurrentActor } from '../access/current-actor';
import { ChangeMemberDto, InvitedDto, InviteMemberDto, MemberDto, MemberPageDto } from './dto/member.dto';
import { MembersService } from './members.service';

@ApiTags('organization')
@Controller('v1/organization/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'Members and open invitations' })
  @ApiProblems('VALIDATION_FAILED')
  async listMembers(@CurrentActor() actor: Actor, @Query() { cursor, limit }: PageQueryDto): Promise<MemberPageDto> {
    return MemberPageDto.from(await this.members.list(actor, cursor, limit));
  }

  @Post()
  @OrganizationAccess('admin')
  @ApiOperation({
    summary: 'Invite somebody',
    description:
      'Hand the link to the person: it is shown once, and Beckon sends it to nobody. The account is made on acceptance.',
  })
  @ApiProblems('VALIDATION_FAILED', 'ALREADY_EXISTS')
  async inviteMember(@CurrentActor() actor: Actor, @Body() body: InviteMemberDto): Promise<InvitedDto> {
    return InvitedDto.from(await this.members.invite(actor, body));
  }

  @Patch(':userId')
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'Change the role of a member or of an open invitation' })
  @ApiProblems('VALIDATION_FAILED', 'NOT_FOUND', 'LAST_ADMIN')
  async updateMember(
    @CurrentActor() actor: Actor,
    @Param('userId', UuidParam) userId: string,
    @Body() body: ChangeMemberDto,
  ): Promise<MemberDto> {
    return MemberDto.from(await this.members.changeRole(actor, userId, body.role));
  }

  @Delete(':userId')
  @HttpCode(204)
  @OrganizationAccess('admin')
  @ApiOperation({
    summary: 'Remove a member, or take an invitation back',
    description: 'Ends all sessions of the person at once.',
  })
  @ApiProblems('NOT_FOUND', 'LAST_ADMIN')
  async removeMember(@CurrentActor() actor: Actor, @Param('userId', UuidParam) userId: string): Promise<void> {
    await this.members.remove(actor, userId);
  }
}
