import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ImportResult } from '../guest-imports.service';

/** How to import. */
export class GuestImportQueryDto {
  /** `true`: says what an import would do and writes nothing. */
  @IsOptional()
  @IsIn(['true', 'false', '1', '0', ''])
  @ApiPropertyOptional({ type: String, enum: ['true', 'false', '1', '0'], default: 'false' })
  dryRun?: string;

  static isDryRun(query: GuestImportQueryDto): boolean {
    return query.dryRun === 'true' || query.dryRun === '1';
  }
}

/** One thing that is wrong with one line of the file. */
export class ImportErrorDto {
  /** As a text editor counts; the header is line 1, and a value with line breaks takes several. */
  line: number;
  /** The column as the file names it; null for the whole line. */
  @ApiProperty({ type: String, nullable: true })
  column: string | null;
  /** Stable, for programs. */
  code: string;
  /** For people. */
  message: string;
}

/** What came of an import. Lines with errors were left out, all others were taken. */
export class GuestImportDto {
  dryRun: boolean;
  /** Lines that added a guest. */
  created: number;
  /** Lines that changed a guest. */
  updated: number;
  /** Lines that said nothing new. */
  skipped: number;
  /** All errors, also those that are not listed. */
  errorCount: number;
  /** The first thousand. */
  errors: ImportErrorDto[];
  /** Columns whose name says nothing to us. Call one `attributes.<key>` to keep it. */
  ignoredColumns: string[];

  static from(result: ImportResult): GuestImportDto {
    return {
      ...result,
      errors: result.errors.map((error) => ({ ...error })),
      ignoredColumns: [...result.ignoredColumns],
    };
  }
}
