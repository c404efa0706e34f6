import { PageQueryDto, UuidParam } from '@beckon/core';
import { ApiProblems, CurrentActor, OrganizationAccess } from '@beckon/identity';
import type { Actor } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateTemplateDto, UpdateTemplateDto } from './dto/template-input.dto';
import { TemplateDto, TemplatePageDto } from './dto/template.dto';
import { TemplatesService } from './templates.service';

@ApiTags('templates')
@Controller('v1/templates')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  /** Lists the saved texts of your organization, newest first. */
  @Get()
  @OrganizationAccess('member', { apiKeyScope: 'templates:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listTemplates(@CurrentActor() actor: Actor, @Query() query: PageQueryDto): Promise<TemplatePageDto> {
    return TemplatePageDto.from(await this.templates.list(actor, query.cursor, query.limit));
  }

  /** Saves a text to use again. Its placeholders are checked like those of a message. */
  @Post()
  @OrganizationAccess('member', { apiKeyScope: 'templates:write' })
  @ApiProblems('VALIDATION_FAILED', 'UNRESOLVED_TOKENS', 'ALREADY_EXISTS')
  async createTemplate(@CurrentActor() actor: Actor, @Body() body: CreateTemplateDto): Promise<TemplateDto> {
    return TemplateDto.from(await this.templates.create(actor, body));
  }

  /** One saved text. */
  @Get(':templateId')
  @OrganizationAccess('member', { apiKeyScope: 'templates:read' })
  @ApiProblems('NOT_FOUND')
  async getTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
  ): Promise<TemplateDto> {
    return TemplateDto.from(await this.templates.get(actor, templateId));
  }

  /** Changes a saved text. Messages made from it before keep theirs. */
  @Patch(':templateId')
  @OrganizationAccess('member', { apiKeyScope: 'templates:write' })
  @ApiProblems('VALIDATION_FAILED', 'UNRESOLVED_TOKENS', 'ALREADY_EXISTS', 'STALE_VERSION', 'NOT_FOUND')
  async updateTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
    @Body() body: UpdateTemplateDto,
  ): Promise<TemplateDto> {
    return TemplateDto.from(await this.templates.change(actor, templateId, body));
  }

  /** Deletes a saved text. Messages made from it keep theirs. */
  @Delete(':templateId')
  @HttpCode(204)
  @OrganizationAccess('member', { apiKeyScope: 'templates:write' })
  @ApiProblems('NOT_FOUND')
  async deleteTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
  ): Promise<void> {
    await this.templates.remove(actor, templateId);
  }
}
