import { ApiProblems, CurrentActor, OrganizationAccess } from '@beckon/identity';
import type { Actor } from '@beckon/identity';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { QuotaDto, SetQuotaDto } from './dto/quota.dto';
import { QuotaService } from './quota.service';

@ApiTags('organization')
@Controller('v1/quota')
export class QuotaController {
  constructor(private readonly quota: QuotaService) {}

  /** How many messages may be sent today over each channel, and how many are left. Days are in UTC. */
  @Get()
  @OrganizationAccess('member', { apiKeyScope: 'messages:read' })
  async getQuota(@CurrentActor() actor: Actor): Promise<QuotaDto> {
    return QuotaDto.from(await this.quota.get(actor));
  }

  /** Sets the daily limits. What is left out stays; null: unlimited. */
  @Put()
  @OrganizationAccess('admin')
  @ApiProblems('VALIDATION_FAILED')
  async setQuota(@CurrentActor() actor: Actor, @Body() body: SetQuotaDto): Promise<QuotaDto> {
    return QuotaDto.from(await this.quota.set(actor, body));
  }
}
