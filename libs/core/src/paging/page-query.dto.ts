import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './cursor';

/** How every list is paged. */
export class PageQueryDto {
  /** Where the last page ended: `nextCursor` of its answer. Leave out for the first page. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  /** Rows on one page. */
  @ApiProperty({ required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit: number = DEFAULT_PAGE_SIZE;
}
