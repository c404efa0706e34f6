import { PageQueryDto, UuidParam } from '@beckon/core';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OrganizationAccess } from '../access/access.decorators';
import type { Actor } from '../access/actor';
import { ApiProblems } from '../access/api-problems';
import { CurrentActor } from '../access/current-actor';
import { ApiKeysService } from './api-keys.service';
import { ApiKeyPageDto, CreateApiKeyDto, CreatedApiKeyDto } from './dto/api-key.dto';

@ApiTags('api-keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'API keys of the organization' })
  @ApiProblems('VALIDATION_FAILED')
  async listApiKeys(@CurrentActor() actor: Actor, @Query() { cursor, limit }: PageQueryDto): Promise<ApiKeyPageDto> {
    return ApiKeyPageDto.from(await this.keys.list(actor, cursor, limit));
  }

  @Post()
  @OrganizationAccess('admin')
  @ApiOperation({
    summary: 'Make an API key',
    description:
      'The key acts in every event of the organization. It never opens sign-in, key, member or collaborator routes.',
  })
  @ApiProblems('VALIDATION_FAILED')
  async createApiKey(@CurrentActor() actor: Actor, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return CreatedApiKeyDto.fromCreated(await this.keys.create(actor, CreateApiKeyDto.toInput(body)));
  }

  @Delete(':keyId')
  @HttpCode(204)
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'Revoke an API key', description: 'It stops working at once.' })
  @ApiProblems('NOT_FOUND')
  async revokeApiKey(@CurrentActor() actor: Actor, @Param('keyId', UuidParam) keyId: string): Promise<void> {
    await this.keys.revoke(actor, keyId);
  }
}
