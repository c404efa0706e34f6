import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiProblems, CurrentActor, SignedIn } from '@beckon/identity';
import { SearchQueryDto, SearchResultDto } from '../dto/search.dto';
import { SearchService } from './search.service';

@ApiTags('audit')
@Controller('v1/search')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Get()
  @SignedIn({ apiKeyScope: 'deliveries:read' })
  @ApiOperation({ summary: 'Guests, messages, events and ids; each guest and message with the answer in words' })
  @ApiProblems('VALIDATION_FAILED')
  async search(@CurrentActor() actor: Actor, @Query() { q }: SearchQueryDto): Promise<SearchResultDto> {
    return SearchResultDto.from(await this.searches.search(actor, q));
  }
}
