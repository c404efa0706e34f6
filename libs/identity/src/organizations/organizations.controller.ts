import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OrganizationAccess } from '../access/access.decorators';
import type { Actor } from '../access/actor';
import { ApiProblems } from '../access/api-problems';
import { CurrentActor } from '../access/current-actor';
import { ChangeOrganizationDto, OrganizationDto } from './dto/organization.dto';
import { OrganizationsService } from './organizations.service';

@ApiTags('organization')
@Controller('v1/organization')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @OrganizationAccess('reader')
  @ApiOperation({ summary: 'My organization' })
  async getOrganization(@CurrentActor() actor: Actor): Promise<OrganizationDto> {
    return OrganizationDto.from(await this.organizations.get(actor));
  }

  @Patch()
  @OrganizationAccess('admin')
  @ApiOperation({ summary: 'Change the name or the settings of the organization' })
  @ApiProblems('VALIDATION_FAILED')
  async updateOrganization(
    @CurrentActor() actor: Actor,
    @Body() body: ChangeOrganizationDto,
  ): Promise<OrganizationDto> {
    return OrganizationDto.from(await this.organizations.change(actor, body));
  }
}
