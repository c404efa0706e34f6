import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, SignedIn } from '@beckon/identity';
import { GapsDto } from './gap.dto';
import { GapsService } from './gaps.service';

@ApiTags('status')
@Controller('v1/status')
export class GapsController {
  constructor(private readonly gaps: GapsService) {}

  @Get('gaps')
  @SignedIn()
  @ApiOperation({ summary: 'What cannot be delivered as asked right now, and what to do about it' })
  async listGaps(@CurrentActor() actor: Actor): Promise<GapsDto> {
    return GapsDto.from(await this.gaps.list(actor));
  }
}
