import { INVITATION_STATUSES, RSVP_STATUSES } from '@beckon/guests';
import type { InvitationStatus, RsvpStatus } from '@beckon/guests';
import { ApiProperty } from '@nestjs/swagger';
import { invitationWords } from '../invitation-words';
import type { InvitationView } from '../invitations.repository';
import type { InvitationPage } from '../invitations.service';

/** What inviting comes to. */
export class InviteesDto {
  /** Guests who will get it. */
  created: number;
  /** Guests who are invited already and were left alone. */
  alreadyInvited: number;
  /** Guests who cannot be reached, by reason; each has a row that says so. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { no_address: 2 } })
  excluded: Readonly<Record<string, number>>;
}

/** What inviting came to. */
export class InvitedGuestsDto extends InviteesDto {
  /** The message that carries the invitations; its progress and deliveries can be looked at like any other's. */
  @ApiProperty({ format: 'uuid' })
  messageId: string;
}

/** How many guests of an event have come how far. */
export class InvitedCountsDto {
  @ApiProperty({ type: 'integer' })
  notSent: number;
  @ApiProperty({ type: 'integer' })
  queued: number;
  @ApiProperty({ type: 'integer' })
  sent: number;
  @ApiProperty({ type: 'integer' })
  delivered: number;
  @ApiProperty({ type: 'integer' })
  read: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
}

/** One invitation of one guest. */
export class GuestInvitationDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  messageId: string;
  @ApiProperty({ format: 'uuid' })
  guestId: string;
  guestName: string;
  /** What the guest has answered by now. */
  @ApiProperty({ enum: RSVP_STATUSES, enumName: 'RsvpStatus' })
  rsvpStatus: RsvpStatus;
  @ApiProperty({ enum: ['email', 'whatsapp'] })
  channel: 'email' | 'whatsapp';
  /** The address it went to; null without one. */
  @ApiProperty({ type: String, nullable: true })
  recipient: string | null;
  /** `not_sent`: it could not even be tried, see `error`. */
  @ApiProperty({ enum: INVITATION_STATUSES, enumName: 'InvitationStatus' })
  status: InvitationStatus;
  /** The state of the delivery behind it. */
  deliveryStatus: string;
  /** Why it was left out or stopped, as a stable word. */
  @ApiProperty({ type: String, nullable: true, example: 'no_address' })
  reason: string | null;
  /** Null for the shipped e-mail. */
  @ApiProperty({ type: String, nullable: true, example: 'rsvp_invitation' })
  templateName: string | null;
  /** WhatsApp: what was put in, by placeholder. The guest's own link is not shown. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  variables: Readonly<Record<string, string>> | null;
  /** WhatsApp: what the guest reads. */
  @ApiProperty({ type: String, nullable: true })
  finalContent: string | null;
  /** `log` means simulated: no provider is set up. */
  @ApiProperty({ type: String, nullable: true })
  provider: string | null;
  /** Twilio's SID, or what the mail server calls it. */
  @ApiProperty({ type: String, nullable: true })
  providerMessageId: string | null;
  @ApiProperty({ type: String, nullable: true, example: '63024' })
  errorCode: string | null;
  /** What went wrong and what to do. */
  @ApiProperty({
    type: String,
    nullable: true,
    example: '63024: This number has no usable WhatsApp. Use SMS or e-mail.',
  })
  error: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  queuedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sentAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failedAt: Date | null;
  retryCount: number;
  /** After so many it is given up. */
  maxRetries: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextRetryAt: Date | null;
  createdAt: Date;
  updatedAt: Date;

  static from(view: InvitationView): GuestInvitationDto {
    return { ...view, error: invitationWords(view) };
  }
}

/** One page of invitations, newest first. */
export class GuestInvitationPageDto {
  items: GuestInvitationDto[];
  /** All guests of the event, each by the latest invitation. */
  guests: InvitedCountsDto;
  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from({ items, nextCursor, guests }: InvitationPage): GuestInvitationPageDto {
    const { not_sent: notSent, queued, sent, delivered, read, failed } = guests;
    return {
      items: items.map((view) => GuestInvitationDto.from(view)),
      guests: { notSent, queued, sent, delivered, read, failed },
      nextCursor,
    };
  }
}
