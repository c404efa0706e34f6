import { ApiProblems } from '@beckon/identity';
import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BrandingService } from './branding.service';
import { BrandingDto, UpdateBrandingDto } from './dto/branding.dto';
import { CurrentEvent, EventAccess } from './event-access.decorators';
import type { EventContext } from './event-context';

@ApiTags('events')
@Controller('v1/events/:eventId/branding')
export class BrandingController {
  constructor(private readonly branding: BrandingService) {}

  @Get()
  @EventAccess('viewer', { apiKeyScope: 'events:read' })
  @ApiOperation({ summary: 'How messages and pages of the event look' })
  async getBranding(@CurrentEvent() context: EventContext): Promise<BrandingDto> {
    return BrandingDto.from(await this.branding.get(context));
  }

  @Patch()
  @EventAccess('editor', { apiKeyScope: 'events:write' })
  @ApiOperation({ summary: 'Change how messages and pages of the event look' })
  @ApiProblems('VALIDATION_FAILED')
  async updateBranding(@CurrentEvent() context: EventContext, @Body() body: UpdateBrandingDto): Promise<BrandingDto> {
    return BrandingDto.from(await this.branding.update(context, body));
  }
}
