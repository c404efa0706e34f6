import { UuidParam } from '@beckon/core';
import { ApiProblems, CurrentActor, OrganizationAccess } from '@beckon/identity';
import type { Actor } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CreateSuppressionDto, ListSuppressionsQueryDto } from './dto/suppression-input.dto';
import { SuppressionDto, SuppressionPageDto } from './dto/suppression.dto';
import { SuppressionsService } from './suppressions.service';

@ApiTags('suppressions')
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  /** Lists the addresses that must not be written to, newest first. Lifted ones stay in the list as history. */
  @Get()
  @OrganizationAccess('member', { apiKeyScope: 'suppressions:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listSuppressions(
    @CurrentActor() actor: Actor,
    @Query() query: ListSuppressionsQueryDto,
  ): Promise<SuppressionPageDto> {
    return SuppressionPageDto.from(await this.suppressions.list(actor, query, query.cursor, query.limit));
  }

  /** Suppresses an address. Answers 201, or 200 with the standing one when it is suppressed like this already. */
  @Post()
  @OrganizationAccess('member', { apiKeyScope: 'suppressions:write' })
  @ApiProblems('VALIDATION_FAILED')
  @ApiCreatedResponse({ type: SuppressionDto, description: 'It is suppressed now.' })
  @ApiOkResponse({ type: SuppressionDto, description: 'It was suppressed like this before.' })
  async createSuppression(
    @CurrentActor() actor: Actor,
    @Body() body: CreateSuppressionDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SuppressionDto> {
    const { suppression, isNew } = await this.suppressions.add(actor, body);
    response.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return SuppressionDto.from(suppression);
  }

  /** Lifts a suppression: the address may be written to again. It stays in the list, and who lifted it is recorded. */
  @Delete(':suppressionId')
  @OrganizationAccess('admin')
  @ApiProblems('NOT_FOUND')
  async liftSuppression(
    @CurrentActor() actor: Actor,
    @Param('suppressionId', UuidParam) suppressionId: string,
  ): Promise<SuppressionDto> {
    return SuppressionDto.from(await this.suppressions.lift(actor, suppressionId));
  }
}
