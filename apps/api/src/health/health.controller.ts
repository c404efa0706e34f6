import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Public } from '@beckon/identity';
import { LivenessDto, ReadinessDto } from './health.dto';
import { ReadinessService } from './readiness.service';

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('healthz')
  @Public()
  @ApiOperation({ summary: 'Is the process alive?' })
  getLiveness(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  @ApiOperation({ summary: 'Do PostgreSQL, its schema and Redis answer?' })
  @ApiProblems('NOT_READY')
  getReadiness(): Promise<ReadinessDto> {
    return this.readiness.check();
  }
}
