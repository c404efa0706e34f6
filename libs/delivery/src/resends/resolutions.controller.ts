import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UuidParam } from '@beckon/core';
import { type Actor, ApiProblems, CurrentActor, SignedIn } from '@beckon/identity';
import { ResolveDto, ResolvedDeliveryDto } from '../dto/resends.dto';
import { ResolutionsService } from './resolutions.service';

@ApiTags('deliveries')
@Controller('v1/deliveries')
export class ResolutionsController {
  constructor(private readonly resolutions: ResolutionsService) {}

  @Post(':deliveryId/resolve')
  @HttpCode(200)
  @SignedIn({ apiKeyScope: 'messages:write' })
  @ApiOperation({
    summary: 'Decide about a delivery that nobody can know about',
    description:
      'For editors and owners of its event. `delivered` takes it as arrived; a receipt that comes later still wins. ' +
      '`resend` sends a second copy: **a guest who did get the first one then gets it twice.** The same decision again changes nothing.',
  })
  @ApiProblems('VALIDATION_FAILED', 'NOT_FOUND', 'ALREADY_RESOLVED')
  @ApiProblems('NOT_RUNNING', 'MESSAGE_CANCELLED', 'MESSAGE_EXPIRED', 'QUOTA_EXCEEDED')
  async resolveDelivery(
    @CurrentActor() actor: Actor,
    @Param('deliveryId', UuidParam) deliveryId: string,
    @Body() body: ResolveDto,
  ): Promise<ResolvedDeliveryDto> {
    return this.resolutions.resolve(actor, deliveryId, body.as);
  }
}
