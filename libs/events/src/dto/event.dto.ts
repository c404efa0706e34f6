import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { type EventAccessRole } from '../domain/event-access';
import type { EventSummary } from '../event-figures.service';
import type { EventWithRole } from '../events.service';

const ROLES = ['viewer', 'editor', 'owner', 'support'] as const;
const STATUSES = ['active', 'cancelled'] as const;

export class EventDto {
  id: string;
  name: string;
  description: string | null;
  venue: string;
  hostName: string;
  /** IANA name. */
  timeZone: string;
  /**
   * What the clock on the wall at the venue shows.
   * @example 2027-06-01T18:00
   */
  startsAtLocal: string;
  startsAt: Date;
  endsAtLocal: string | null;
  endsAt: Date | null;
  @ApiProperty({ enum: STATUSES, enumName: 'EventStatus' })
  status: 'active' | 'cancelled';
  /** What you are in this event. */
  @ApiProperty({ enum: ROLES, enumName: 'EventAccessRole' })
  role: EventAccessRole;
  /** Send it back with a change, so that you do not undo somebody else's. */
  version: number;
  createdAt: Date;
  updatedAt: Date;

  static from(source: EventWithRole): EventDto {
    return fieldsOf(source);
  }
}

/** Guests by their answer. */
export class GuestCountsDto {
  pending: number;
  attending: number;
  declined: number;
  maybe: number;
}

export class NextMessageDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'reminder_1d' })
  kind: string;
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'] })
  channel: 'email' | 'sms' | 'whatsapp';
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
}

/** What somebody has to decide about or put right. */
export class EventAttentionDto {
  /** Messages that are leaving right now. */
  sending: number;
  /** Messages that are paused. */
  paused: number;
  /** Messages that failed. */
  failed: number;
  /** Deliveries of which nobody knows whether they arrived. */
  unconfirmed: number;
  /** Guests with neither an e-mail address nor a phone number. */
  guestsWithoutAddress: number;
}

export class EventSummaryDto extends EventDto {
  guestCounts: GuestCountsDto;
  /** When the next message of the event leaves; null when none is scheduled. */
  nextSendAt: Date | null;
  /** Which message that is; null when none is scheduled, and for viewers, who do not read messages. */
  @ApiProperty({ type: NextMessageDto, nullable: true })
  nextMessage: NextMessageDto | null;
  /** Null for viewers. */
  @ApiProperty({ type: EventAttentionDto, nullable: true })
  attention: EventAttentionDto | null;

  static fromSummary(summary: EventSummary): EventSummaryDto {
    const { guests, nextSendAt, nextMessage, attention } = summary.figures;
    return { ...fieldsOf(summary), guestCounts: { ...guests }, nextSendAt, nextMessage, attention };
  }
}

export class EventPageDto {
  items: EventSummaryDto[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<EventSummary>): EventPageDto {
    return { items: items.map((item) => EventSummaryDto.fromSummary(item)), nextCursor };
  }
}

function fieldsOf({ event, role }: EventWithRole) {
  return {
    id: event.id,
    name: event.name,
    description: event.description ?? null,
    venue: event.venue,
    hostName: event.hostName,
    timeZone: event.timeZone,
    startsAtLocal: event.startsAtLocal,
    startsAt: event.startsAt,
    endsAtLocal: event.endsAtLocal ?? null,
    endsAt: event.endsAt ?? null,
    status: event.status,
    role,
    version: event.version,
    createdAt: event.createdAt,
    updatedAt: event.updatedAt,
  };
}
