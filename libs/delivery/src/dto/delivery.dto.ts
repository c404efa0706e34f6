import { ApiProperty } from '@nestjs/swagger';
import { type DeliveryView } from '../deliveries.repository';
import { DELIVERY_REASONS } from '../why/delivery-reasons';
import { DELIVERY_STATUSES } from '../domain/delivery-state';
import type { Resolution } from '../domain/unconfirmed';
import { maskAddress } from '../domain/mask-address';

/** What happened to one guest. */
export class DeliveryDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  guestId: string | null;
  @ApiProperty({ type: String, nullable: true })
  guestName: string | null;
  /** The address it went or would have gone to; masked for support staff. */
  @ApiProperty({ type: String, nullable: true, example: 'ana@example.com' })
  recipient: string | null;
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'] })
  channel: string;
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: string;
  /** Why it was left out, stopped or is not known, as a stable word. */
  @ApiProperty({ type: String, enum: [...DELIVERY_REASONS, null], nullable: true, example: 'no_address' })
  reason: string | null;
  /** Who carried it; `log` means simulated: no provider is set up. */
  @ApiProperty({ type: String, nullable: true, example: 'smtp' })
  provider: string | null;
  /** The provider's own id of it. */
  @ApiProperty({ type: String, nullable: true })
  providerMessageId: string | null;
  /** How often it was given to the provider. */
  attempts: number;
  /** What the provider or the connection said, if it went wrong. */
  @ApiProperty({ type: String, nullable: true, example: '550 5.1.1 no such user' })
  error: string | null;
  /** 0: the first; 1 and higher: it was sent to this guest again. */
  copy: number;
  /** What was decided where nobody can know: a person assumed that it arrived, or it was sent again. */
  @ApiProperty({ enum: ['assumed_delivered', 'resent'], nullable: true })
  resolution: Resolution | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  resolvedAt: string | null;
  /** Who decided; null also where the organization's setting did. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  resolvedBy: string | null;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static from(view: DeliveryView, isMasked: boolean): DeliveryDto {
    return {
      id: view.id,
      guestId: view.guestId,
      guestName: view.guestName,
      recipient: view.recipient !== null && isMasked ? maskAddress(view.recipient) : view.recipient,
      channel: view.channel,
      status: view.status,
      reason: view.reason,
      provider: view.provider,
      providerMessageId: view.providerMessageId,
      attempts: view.attempts,
      error: describeError(view),
      copy: view.copy,
      resolution: view.resolution,
      resolvedAt: view.resolvedAt?.toISOString() ?? null,
      resolvedBy: view.resolvedBy,
      updatedAt: view.updatedAt.toISOString(),
    };
  }
}

/** The code and the words, once each: many servers begin their words with the code. */
function describeError({ errorCode, error }: DeliveryView): string | null {
  if (error === null) return null;
  return errorCode === null || error.startsWith(errorCode) ? error : `${errorCode}: ${error}`;
}

/** One page of a message's deliveries. */
export class DeliveryPageDto {
  items: DeliveryDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
