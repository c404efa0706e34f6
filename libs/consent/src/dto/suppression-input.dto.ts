import { IsPlainLine, IsPlainText, PageQueryDto } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { SUPPRESSION_CHANNELS, SUPPRESSION_CLASSES, SUPPRESSION_REASONS } from '../domain/suppression-rule';
import type { SuppressionChannel, SuppressionClass, SuppressionReason } from '../domain/suppression-rule';

/** A member that may be left out, or be null: then this is meant. */
const OrElse = (standard: string): PropertyDecorator => Transform(({ value }: { value: unknown }) => value ?? standard);

/** An address that must not be written to any more. */
export class CreateSuppressionDto {
  @IsIn(SUPPRESSION_CHANNELS)
  @ApiProperty({ enum: SUPPRESSION_CHANNELS, enumName: 'SuppressionChannel' })
  channel: SuppressionChannel;

  /** An e-mail address, or a phone number with its country code. */
  @IsString()
  @Length(1, 320)
  @IsPlainLine()
  @ApiProperty({ example: 'ama@example.test' })
  address: string;

  @OrElse('manual')
  @IsIn(SUPPRESSION_REASONS)
  @ApiProperty({ enum: SUPPRESSION_REASONS, enumName: 'SuppressionReason', default: 'manual', required: false })
  reason: SuppressionReason = 'manual';

  /** For your own records, for example who asked for it. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @IsPlainText()
  note?: string;

  /** `organization`: no event of yours writes to it. `event`: only the event named in `eventId` does not. */
  @OrElse('organization')
  @IsIn(['organization', 'event'])
  @ApiProperty({ enum: ['organization', 'event'], default: 'organization', required: false })
  scope: 'organization' | 'event' = 'organization';

  /** With scope `event`. */
  @IsOptional()
  @IsUUID()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.toLowerCase() : (value ?? undefined),
  )
  eventId?: string;

  /** `all`: nothing is sent. `broadcast`: notices the guest caused, such as an RSVP confirmation, still are. */
  @OrElse('all')
  @IsIn(SUPPRESSION_CLASSES)
  @ApiProperty({ enum: SUPPRESSION_CLASSES, enumName: 'SuppressionClass', default: 'all', required: false })
  appliesTo: SuppressionClass = 'all';
}

/** Which suppressions to list. */
export class ListSuppressionsQueryDto extends PageQueryDto {
  /** A part of the address, whatever the case. */
  @IsOptional()
  @IsString()
  @MaxLength(320)
  q?: string;

  @IsOptional()
  @IsIn(SUPPRESSION_CHANNELS)
  @ApiProperty({ enum: SUPPRESSION_CHANNELS, enumName: 'SuppressionChannel', required: false })
  channel?: SuppressionChannel;
}
