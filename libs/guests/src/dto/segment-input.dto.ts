import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDefined, IsInt, IsObject, IsString, Length, Min, ValidateIf } from 'class-validator';
import { IsPlainLine } from '@beckon/core';

const criteria = {
  type: 'object',
  additionalProperties: true,
  description:
    '`{all: [...]}`, `{any: [...]}`, `{not: ...}` or `{field, op, value}`, nested 5 levels and 50 conditions at most. ' +
    'Fields and operators: rsvpStatus (is, isNot, in), invitationStatus (is, isNot, in), tags (has, hasNot), ' +
    'plusOnes (eq, gt, gte, lt, lte), locale (is, startsWith), name (contains), hasEmail (is), hasPhone (is), ' +
    'answeredAt (before, after), attributes.<key> (is, isNot, exists).',
  example: {
    all: [
      { field: 'rsvpStatus', op: 'is', value: 'attending' },
      { field: 'tags', op: 'has', value: 'family' },
    ],
  },
} as const;

/** A new segment. */
export class CreateSegmentDto {
  /** Unique within the event, whatever the case. */
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ example: 'Family who are coming' })
  name: string;

  @IsDefined()
  @IsObject()
  @ApiProperty(criteria)
  criteria: Record<string, unknown>;
}

/** What to change about a segment; what is left out stays. */
export class UpdateSegmentDto {
  /** Unique within the event, whatever the case. */
  @ValidateIf((dto: UpdateSegmentDto) => dto.name !== undefined)
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  name?: string;

  @ValidateIf((dto: UpdateSegmentDto) => dto.criteria !== undefined)
  @IsObject()
  @ApiPropertyOptional(criteria)
  criteria?: Record<string, unknown>;

  /** The version your change is based on: if somebody was faster, the answer is 409 `STALE_VERSION`. */
  @ValidateIf((dto: UpdateSegmentDto) => dto.version !== undefined)
  @IsInt()
  @Min(1)
  version?: number;
}

/** Criteria to try out. */
export class CountSegmentDto {
  @IsDefined()
  @IsObject()
  @ApiProperty(criteria)
  criteria: Record<string, unknown>;
}
