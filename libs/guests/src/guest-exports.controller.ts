import { Readable } from 'node:stream';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { GuestExportsService } from './guest-exports.service';

@ApiTags('guests')
@Controller('v1/events/:eventId/guests.csv')
export class GuestExportsController {
  constructor(private readonly exports: GuestExportsService) {}

  /**
   * The whole guest list as a CSV file, which the import takes back without changing anything. Cells that a spreadsheet would run as a
   * formula start with an apostrophe, phone numbers too.
   */
  @Get()
  @Header('Cache-Control', 'no-store')
  @EventAccess('editor', { apiKeyScope: 'guests:read' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'The file.', content: { 'text/csv': { schema: { type: 'string' } } } })
  async exportGuests(@CurrentEvent() event: EventContext): Promise<StreamableFile> {
    const { fileName, parts } = await this.exports.exportGuests(event);
    return new StreamableFile(Readable.from(parts, { objectMode: false, encoding: 'utf8' }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${fileName}"`,
    });
  }
}
