import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQueryDto } from '@beckon/core';
import { DELIVERY_STATUSES } from '../domain/delivery-state';

const anyStatus = DELIVERY_STATUSES.join('|');

/** Which rows of a message. */
export class DeliveriesQueryDto extends PageQueryDto {
  /**
   * One state or several, separated by commas.
   * @example failed,unknown
   */
  @IsOptional()
  @Matches(new RegExp(`^(${anyStatus})(,(${anyStatus}))*$`), {
    message: `status must be one or more of ${DELIVERY_STATUSES.join(', ')}, separated by commas`,
  })
  status?: string;

  /** Part of a guest's name or address, or a provider's message id. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}
