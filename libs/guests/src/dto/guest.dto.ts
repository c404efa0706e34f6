import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import {
  INVITATION_METHODS,
  INVITATION_STATUSES,
  type InvitationMethod,
  type InvitationStatus,
  RSVP_STATUSES,
  type RsvpStatus,
} from '../domain/rsvp-status';
import type { Guest } from '../guest.entity';

/** A person on an event's list. */
export class GuestDto {
  /** UUID. */
  id: string;
  name: string;
  @ApiProperty({ type: String, nullable: true })
  firstName: string | null;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  /** E.164. */
  @ApiProperty({ type: String, nullable: true, example: '+447700900123' })
  phone: string | null;
  @ApiProperty({ enum: RSVP_STATUSES, enumName: 'RsvpStatus' })
  rsvpStatus: RsvpStatus;
  /** When the answer was given or entered; null while there is none. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  rsvpAnsweredAt: Date | null;
  plusOnes: number;
  tags: string[];
  /** BCP 47. */
  @ApiProperty({ type: String, nullable: true })
  locale: string | null;
  /** IANA name. */
  @ApiProperty({ type: String, nullable: true })
  timeZone: string | null;
  /** The organizer's own columns. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
  })
  attributes: Record<string, string | number | boolean>;
  /** Of the latest invitation. */
  @ApiProperty({ enum: INVITATION_STATUSES, enumName: 'InvitationStatus' })
  invitationStatus: InvitationStatus;
  @ApiProperty({ enum: INVITATION_METHODS, enumName: 'InvitationMethod', nullable: true })
  invitationMethod: InvitationMethod | null;
  createdAt: Date;
  updatedAt: Date;

  static from(guest: Guest): GuestDto {
    return {
      id: guest.id,
      name: guest.name,
      firstName: guest.firstName ?? null,
      email: guest.email ?? null,
      phone: guest.phone ?? null,
      rsvpStatus: guest.rsvpStatus,
      rsvpAnsweredAt: guest.rsvpAnsweredAt ?? null,
      plusOnes: guest.plusOnes,
      tags: guest.tags,
      locale: guest.locale ?? null,
      timeZone: guest.timeZone ?? null,
      attributes: guest.attributes,
      invitationStatus: guest.invitationStatus,
      invitationMethod: guest.invitationMethod ?? null,
      createdAt: guest.createdAt,
      updatedAt: guest.updatedAt,
    };
  }
}

/** One page of guests. */
export class GuestPageDto {
  items: GuestDto[];
  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from(page: Page<Guest>): GuestPageDto {
    return { items: page.items.map((guest) => GuestDto.from(guest)), nextCursor: page.nextCursor };
  }
}
