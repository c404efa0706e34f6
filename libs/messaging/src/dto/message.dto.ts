import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { AUDIENCES, type Audience, type Channel, CHANNELS, type Dedupe, DEDUPES } from '../domain/audience';
import { messageLabel } from '../domain/message-label';
import { MESSAGE_STATUSES, type MessageStatus } from '../domain/message-state';
import { pausedReasonOf } from '../domain/paused-reason';
import type { MessageView } from '../message-view';

/** Where the deliveries of a message are; all taken at one moment, and they add up to `total`. Zeros before it is sent. */
export class MessageCountsDto {
  total: number;
  /** Waiting to be sent. */
  queued: number;
  /** On the wire right now. */
  sending: number;
  /** Handed over to the provider. */
  sent: number;
  /** Arrived, or read. */
  delivered: number;
  /** Refused or bounced. */
  failed: number;
  /** Not sent: the address must not be written to. */
  suppressed: number;
  /** Not sent, for the reason that stands at each delivery. */
  skipped: number;
  cancelled: number;
  /** Nobody can know whether it arrived. */
  unknown: number;
}

/** Something the author should know; it does not stop the message. */
export class MessageWarningDto {
  @ApiProperty({ example: 'EMPTY_AUDIENCE' })
  code: string;
  message: string;
}

/** One message to an audience of an event. */
export class MessageDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  eventId: string;
  /** `broadcast`, `reminder_7d`, `reminder_3d`, `reminder_1d`, `reminder_day_of`, or `notice_...`. */
  @ApiProperty({ example: 'broadcast' })
  kind: string;
  /** The friendly name. */
  @ApiProperty({ example: '3 days before: last call' })
  label: string;
  @ApiProperty({ enum: CHANNELS, enumName: 'Channel' })
  channel: Channel;
  @ApiProperty({ enum: AUDIENCES, enumName: 'Audience' })
  audience: Audience;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  segmentId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  templateId: string | null;
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  body: string;
  @ApiProperty({ enum: DEDUPES, enumName: 'Dedupe' })
  dedupe: Dedupe;
  @ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus' })
  status: MessageStatus;
  /** Why it is cancelled, failed, paused, or still waits, as a stable word: `past`, `event_cancelled`, `quota_exceeded`, ... Null where the status says enough. */
  @ApiProperty({ type: String, nullable: true })
  statusReason: string | null;
  /** Why it is paused, in a sentence; null when it is not. `statusReason` has the word: `by_person`, or `protect` when too many failed. */
  @ApiProperty({
    type: String,
    nullable: true,
    example:
      'Paused to protect you: 12 of the first 50 failed, mostly with "550 5.7.1 blocked". Find out why, then resume it or cancel the rest.',
  })
  pausedReason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sendAt: string | null;
  /** When it may leave at the latest; null: the event's start. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;
  /** Until then it can be undone. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  heldUntil: string | null;
  /** Rises with every change; send it back when you edit. */
  version: number;
  /** The person; null for what Beckon made itself. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  createdBy: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
  counts: MessageCountsDto;
  /** Given when a message is created or changed, and while it waits for quota. */
  warnings: MessageWarningDto[];

  static from({ message, counts, warnings }: MessageView): MessageDto {
    const {
      id,
      eventId,
      kind,
      channel,
      audience,
      segmentId,
      templateId,
      subject,
      body,
      dedupe,
      status,
      statusReason,
      version,
      createdBy,
    } = message;
    const plain = {
      segmentId: segmentId ?? null,
      templateId: message.whatsappTemplateId ?? templateId ?? null,
      subject: subject ?? null,
      statusReason: statusReason ?? null,
    };
    return {
      ...{ id, eventId, kind, channel, audience, body, dedupe, status, version, ...plain },
      label: messageLabel({ kind, subject: plain.subject, body }),
      pausedReason: pausedReasonOf({
        status,
        statusReason: plain.statusReason,
        pauseDetail: message.pauseDetail ?? null,
      }),
      createdBy: createdBy ?? null,
      sendAt: message.sendAt?.toISOString() ?? null,
      expiresAt: message.expiresAt?.toISOString() ?? null,
      heldUntil: message.heldUntil?.toISOString() ?? null,
      createdAt: message.createdAt.toISOString(),
      updatedAt: message.updatedAt.toISOString(),
      counts: { ...counts },
      warnings: warnings.map(({ code, message: text }) => ({ code, message: text })),
    };
  }
}

/** One page of messages, newest first. */
export class MessagePageDto {
  items: MessageDto[];
  /** Null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<MessageView>): MessagePageDto {
    return { items: items.map((view) => MessageDto.from(view)), nextCursor };
  }
}
