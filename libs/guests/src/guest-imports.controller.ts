import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type CsvUpload, UploadedCsv } from './csv-upload';
import { GuestImportDto, GuestImportQueryDto } from './dto/guest-import.dto';
import { GuestImportsService } from './guest-imports.service';

@ApiTags('guests')
@Controller('v1/events/:eventId/guests/import')
export class GuestImportsController {
  constructor(private readonly imports: GuestImportsService) {}

  /**
   * Imports a guest list. CSV in UTF-8, up to 50 MB and 200,000 lines, parted by comma, semicolon, tab or bar. The first line names the
   * columns in any order: name (or firstName and lastName), email, phone, rsvpStatus, plusOnes, tags (parted by semicolons), locale,
   * timeZone, id, attributes.&lt;key&gt;; many usual other names are understood.
   *
   * A line means a guest who is there already when the id is the same, or e-mail and name, or (without e-mail) phone and name, or
   * (without either) the name alone; such a guest is changed, and importing a list twice adds nobody twice. An empty cell changes
   * nothing, and `pending` takes no answer back. A bad line is left out and named; it never stops the good ones. Lines are written a
   * thousand at a time: if the import breaks off, import the same file again.
   */
  @Post()
  @HttpCode(200)
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiProblems('VALIDATION_FAILED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  async importGuests(
    @CurrentEvent() event: EventContext,
    @Query() query: GuestImportQueryDto,
    @UploadedCsv() upload: CsvUpload,
  ): Promise<GuestImportDto> {
    return GuestImportDto.from(
      await this.imports.importFile(event, upload, { dryRun: GuestImportQueryDto.isDryRun(query) }),
    );
  }
}
