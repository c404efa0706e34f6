import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MESSAGE_STATUSES } from '@beckon/messaging';
import { RESOLUTIONS, type Resolution, type ResolveAs } from '../domain/unconfirmed';

/** What can be done for guests of a message that was sent; numbers of guests. */
export class NextStepsDto {
  /**
   * Failed, surely not delivered, and worth another try: what "retry the failed" would send.
   * @example 12
   */
  retryable: number;
  /**
   * Failed in another way; sending again would fail again, for example because the mailbox does not exist.
   * @example 3
   */
  permanent: number;
  /**
   * In the audience today without having got it: what "send to those who did not get it" would send.
   * @example 5
   */
  missed: number;
  /**
   * Nobody can know whether they got it, and nobody has decided yet.
   * @example 7
   */
  unconfirmed: number;
  /** Why nothing of it can be sent any more; null when it can. */
  @ApiProperty({ type: String, enum: ['MESSAGE_EXPIRED', 'MESSAGE_CANCELLED', 'NOT_RUNNING'], nullable: true })
  closed: string | null;
}

/** Who is tried again. */
export class RetriedDto {
  /**
   * Guests who are tried again; 0: there was nobody to try.
   * @example 12
   */
  retried: number;
  /**
   * Failed guests who are not tried again, because it would fail again, for example because the mailbox does not exist.
   * @example 3
   */
  permanent: number;
  /** Of the message now. */
  @ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus', example: 'sending' })
  status: string;
}

/** Who gets it at last. */
export class SentToMissedDto {
  /**
   * Guests who get it now; 0: everybody has it, may have it, or cannot get it.
   * @example 5
   */
  added: number;
  /** Of the message now. */
  @ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus', example: 'sending' })
  status: string;
}

/** What to make of what nobody can know. */
export class ResolveDto {
  /**
   * `delivered`: it is taken as arrived and shown so; a receipt that comes later still wins. `resend`: a second copy goes
   * out. **A guest who did get the first one then gets it twice.**
   */
  @ApiProperty({ enum: RESOLUTIONS, example: 'delivered' })
  @IsIn(RESOLUTIONS, { message: 'as must be delivered or resend' })
  as: ResolveAs;
}

/** All of a message is decided. */
export class ResolvedUnconfirmedDto {
  /**
   * Deliveries that were decided now; 0: none was left.
   * @example 7
   */
  resolved: number;
  @ApiProperty({ enum: RESOLUTIONS })
  as: ResolveAs;
  /** Of the message now. */
  @ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus', example: 'sent' })
  status: string;
}

/** One delivery is decided. */
export class ResolvedDeliveryDto {
  @ApiProperty({ format: 'uuid' })
  deliveryId: string;
  @ApiProperty({ enum: RESOLUTIONS })
  as: ResolveAs;
  /** As it stands at the delivery. */
  @ApiProperty({ enum: ['assumed_delivered', 'resent'] })
  resolution: Resolution;
  @ApiProperty({ format: 'uuid' })
  messageId: string;
  @ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus', example: 'sent' })
  messageStatus: string;
}
