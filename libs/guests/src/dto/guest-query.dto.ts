import { PageQueryDto } from '@beckon/core';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { RSVP_STATUSES, type RsvpStatus } from '../domain/rsvp-status';

/** Which guests to list. */
export class GuestQueryDto extends PageQueryDto {
  /** Part of a name, an e-mail address or a phone number. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value,
  )
  @ArrayMaxSize(10)
  @IsIn(RSVP_STATUSES, { each: true })
  @ApiPropertyOptional({
    type: String,
    description: 'One answer, or several parted by commas.',
    example: 'attending,maybe',
  })
  rsvpStatus?: RsvpStatus[];

  @IsOptional()
  @IsString()
  @MaxLength(40)
  tag?: string;

  /** Only guests of this segment. */
  @IsOptional()
  @IsUUID()
  segmentId?: string;
}
