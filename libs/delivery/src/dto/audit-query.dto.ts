import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { IsPlainText, PageQueryDto } from '@beckon/core';
import { CHANNELS } from '@beckon/messaging';
import type { ChannelName } from '../channels/channel';
import { DELIVERY_STATUSES } from '../domain/delivery-state';

const anyStatus = DELIVERY_STATUSES.join('|');
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Which deliveries. */
export class AuditQueryDto extends PageQueryDto {
  /** Words that begin the guest's name, address or phone number; or an id, ours or the provider's. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @IsOptional()
  @IsUUID()
  eventId?: string;

  @IsOptional()
  @IsIn(CHANNELS)
  @ApiPropertyOptional({ enum: CHANNELS, enumName: 'Channel' })
  channel?: ChannelName;

  /**
   * One state or several, separated by commas.
   * @example failed,bounced
   */
  @IsOptional()
  @Matches(new RegExp(`^(${anyStatus})(,(${anyStatus}))*$`), {
    message: `status must be one or more of ${DELIVERY_STATUSES.join(', ')}, separated by commas`,
  })
  status?: string;

  /** Only what was written down from this moment on. */
  @IsOptional()
  @IsISO8601({ strict: true }, { message: '$property must be an instant such as 2027-06-01T17:00:00Z' })
  @Matches(instant, { message: '$property must name its offset, for example 2027-06-01T17:00:00Z' })
  @ApiPropertyOptional({ format: 'date-time' })
  from?: string;

  /** Only what was written down before this moment. */
  @IsOptional()
  @IsISO8601({ strict: true }, { message: '$property must be an instant such as 2027-06-01T17:00:00Z' })
  @Matches(instant, { message: '$property must name its offset, for example 2027-06-01T17:00:00Z' })
  @ApiPropertyOptional({ format: 'date-time' })
  to?: string;
}

/** Why somebody needs to see an address in full. */
export class RevealDto {
  /**
   * It is kept in the audit log.
   * @example The guest asks on the phone whether we have her right address
   */
  @IsPlainText()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  reason: string;
}
