import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import {
  SUPPRESSION_CHANNELS,
  SUPPRESSION_CLASSES,
  SUPPRESSION_REASONS,
  SUPPRESSION_SCOPES,
} from '../domain/suppression-rule';
import type {
  SuppressionChannel,
  SuppressionClass,
  SuppressionReason,
  SuppressionScope,
} from '../domain/suppression-rule';
import type { Suppression } from '../suppression.entity';

/** An address that must not be written to, or was not to be until it was lifted. */
export class SuppressionDto {
  id: string;
  @ApiProperty({ enum: SUPPRESSION_CHANNELS, enumName: 'SuppressionChannel' })
  channel: SuppressionChannel;
  @ApiProperty({ example: 'ama@example.test' })
  address: string;
  @ApiProperty({ enum: SUPPRESSION_SCOPES, enumName: 'SuppressionScope' })
  scope: SuppressionScope;
  /** With scope `event`. */
  @ApiProperty({ type: String, nullable: true })
  eventId: string | null;
  @ApiProperty({ enum: SUPPRESSION_CLASSES, enumName: 'SuppressionClass' })
  appliesTo: SuppressionClass;
  @ApiProperty({ enum: SUPPRESSION_REASONS, enumName: 'SuppressionReason' })
  reason: SuppressionReason;
  /** Where it came from: `person`, `api_key`, `unsubscribe_page`, `one_click`, or the provider that reported it. */
  @ApiProperty({ example: 'person' })
  source: string;
  @ApiProperty({ type: String, nullable: true })
  note: string | null;
  createdAt: Date;
  /** Null while it stands. */
  @ApiProperty({ type: Date, nullable: true })
  liftedAt: Date | null;

  static from(suppression: Suppression): SuppressionDto {
    const { id, channel, address, scope, eventId, appliesTo, reason, source, note, createdAt, liftedAt } = suppression;
    return {
      id,
      channel,
      address,
      scope,
      appliesTo,
      reason,
      source,
      createdAt,
      eventId: eventId ?? null,
      note: note ?? null,
      liftedAt: liftedAt ?? null,
    };
  }
}

/** One page of suppressions, newest first. */
export class SuppressionPageDto {
  items: SuppressionDto[];
  /** Null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from(page: Page<Suppression>): SuppressionPageDto {
    return { items: page.items.map((row) => SuppressionDto.from(row)), nextCursor: page.nextCursor };
  }
}
