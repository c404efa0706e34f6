import { PageQueryDto } from '@beckon/core';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OrganizationAccess } from '../access/access.decorators';
import type { Actor } from '../access/actor';
import { ApiProblems } from '../access/api-problems';
import { CurrentActor } from '../access/current-actor';
import { AuditEntriesService } from './audit-entries.service';
import { AuditEntryPageDto } from './dto/audit-entry.dto';

@ApiTags('organization')
@Controller('v1/audit-log')
export class AuditEntriesController {
  constructor(private readonly entries: AuditEntriesService) {}

  @Get()
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'Who did what, newest first' })
  @ApiProblems('VALIDATION_FAILED')
  async listAuditLog(
    @CurrentActor() actor: Actor,
    @Query() { cursor, limit }: PageQueryDto,
  ): Promise<AuditEntryPageDto> {
    return AuditEntryPageDto.from(await this.entries.list(actor, cursor, limit));
  }
}
