import { PageQueryDto, UuidParam } from '@beckon/core';
import { type Actor, ApiProblems, CurrentActor, OrganizationAccess } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateWhatsAppTemplateDto, UpdateWhatsAppTemplateDto } from './dto/whatsapp-template-input.dto';
import { WhatsAppTemplateDto, WhatsAppTemplatePageDto } from './dto/whatsapp-template.dto';
import { WhatsAppTemplatesService } from './whatsapp-templates.service';

@ApiTags('whatsapp templates')
@Controller('v1/whatsapp/templates')
export class WhatsAppTemplatesController {
  constructor(private readonly templates: WhatsAppTemplatesService) {}

  /** Lists the WhatsApp templates of your organization, newest first. `rsvp_invitation` is there from the start. */
  @Get()
  @OrganizationAccess('member', { apiKeyScope: 'templates:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listWhatsAppTemplates(
    @CurrentActor() actor: Actor,
    @Query() query: PageQueryDto,
  ): Promise<WhatsAppTemplatePageDto> {
    return WhatsAppTemplatePageDto.from(await this.templates.list(actor, query.cursor, query.limit));
  }

  /** Keeps a template. It can be sent when WhatsApp has approved the same text at Twilio. */
  @Post()
  @OrganizationAccess('admin', { apiKeyScope: 'templates:write' })
  @ApiProblems('VALIDATION_FAILED', 'UNRESOLVED_TOKENS', 'ALREADY_EXISTS', 'APPROVAL_IS_NOT_OURS')
  async createWhatsAppTemplate(
    @CurrentActor() actor: Actor,
    @Body() body: CreateWhatsAppTemplateDto,
  ): Promise<WhatsAppTemplateDto> {
    return WhatsAppTemplateDto.from(await this.templates.create(actor, body));
  }

  /** One template. */
  @Get(':templateId')
  @OrganizationAccess('member', { apiKeyScope: 'templates:read' })
  @ApiProblems('NOT_FOUND')
  async getWhatsAppTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
  ): Promise<WhatsAppTemplateDto> {
    return WhatsAppTemplateDto.from(await this.templates.get(actor, templateId));
  }

  /** Changes a template. Another text or Content SID takes its approval away until it is looked up again. */
  @Patch(':templateId')
  @OrganizationAccess('admin', { apiKeyScope: 'templates:write' })
  @ApiProblems(
    'VALIDATION_FAILED',
    'UNRESOLVED_TOKENS',
    'ALREADY_EXISTS',
    'APPROVAL_IS_NOT_OURS',
    'STALE_VERSION',
    'NOT_FOUND',
  )
  async updateWhatsAppTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
    @Body() body: UpdateWhatsAppTemplateDto,
  ): Promise<WhatsAppTemplateDto> {
    return WhatsAppTemplateDto.from(await this.templates.change(actor, templateId, body));
  }

  /** Deletes a template that no waiting message needs. What was sent with it stays on record. */
  @Delete(':templateId')
  @HttpCode(204)
  @OrganizationAccess('admin', { apiKeyScope: 'templates:write' })
  @ApiProblems('NOT_FOUND', 'TEMPLATE_IN_USE')
  async deleteWhatsAppTemplate(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
  ): Promise<void> {
    await this.templates.remove(actor, templateId);
  }

  /** Asks WhatsApp, through Twilio, whether it has approved the template. */
  @Post(':templateId/check-approval')
  @HttpCode(200)
  @OrganizationAccess('admin', { apiKeyScope: 'templates:write' })
  @ApiProblems('NOT_FOUND', 'APPROVAL_NOT_KNOWN')
  async checkWhatsAppTemplateApproval(
    @CurrentActor() actor: Actor,
    @Param('templateId', UuidParam) templateId: string,
  ): Promise<WhatsAppTemplateDto> {
    return WhatsAppTemplateDto.from(await this.templates.checkApproval(actor, templateId));
  }
}
