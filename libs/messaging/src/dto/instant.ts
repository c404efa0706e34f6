import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';

/** A moment as ISO 8601 with its offset or Z; without one it would mean a different moment on every machine. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    IsISO8601({ strict: true }, { message: '$property must be an instant such as 2027-06-01T17:00:00Z' }),
    Matches(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/, {
      message: '$property must name its offset, for example 2027-06-01T17:00:00Z or 2027-06-01T18:00:00+01:00',
    }),
    ApiProperty({ format: 'date-time', example: '2027-06-01T17:00:00Z' }),
  );
}
