import { ApiProperty } from '@nestjs/swagger';
import type { DeliveryDetail, ShownAnswer } from '../audit/audit.service';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../audit/domain/delivery-timeline';
import { maskAddress } from '../domain/mask-address';
import { AnswerDto } from './answer.dto';

/** One row of the ledger, with the answer that it gives. */
export class AuditedDeliveryDto extends AnswerDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  /** Masked for whoever does not work on the event; `reveal` gives it in full and is written down. */
  @ApiProperty({ type: String, nullable: true, example: 'a•••@example.com' })
  recipient: string | null;
  isMasked: boolean;
  /** Why it was left out, stopped or is not known, as a stable word. */
  @ApiProperty({ type: String, nullable: true, example: 'suppressed:unsubscribe' })
  reason: string | null;
  /** Who carried it; `log` means simulated. */
  @ApiProperty({ type: String, nullable: true, example: 'resend' })
  provider: string | null;
  @ApiProperty({ type: String, nullable: true })
  providerMessageId: string | null;
  /** Which of several: 0 and 0 for the first. `step` of the ladder of channels, `copy` of deliberate repeats. */
  step: number;
  copy: number;
  /** How often it was given to the provider. */
  attempts: number;
  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;
  /** The provider's own words. */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static ofRow(shown: ShownAnswer): AuditedDeliveryDto {
    const row = shown.deliveries[0]!;
    const { id, status, reason, provider, providerMessageId, step, copy, attempts, errorCode, error } = row;
    const recipient = row.recipient !== null && shown.isMasked ? maskAddress(row.recipient) : row.recipient;
    return Object.assign(new AuditedDeliveryDto(), AnswerDto.from(shown), {
      ...{ id, recipient, isMasked: shown.isMasked, status, reason, provider, providerMessageId },
      ...{ step, copy, attempts, errorCode, error },
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    });
  }
}

/** One page of the audit. */
export class AuditPageDto {
  items: AuditedDeliveryDto[];
  /** Null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** One thing that happened to a delivery. */
export class TimelineEntryDto {
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ enum: TIMELINE_KINDS, enumName: 'TimelineKind' })
  kind: TimelineKind;
  /** What happened, in words, without the time. */
  @ApiProperty({ example: 'handed to Resend' })
  words: string;
  @ApiProperty({ type: String, nullable: true })
  provider: string | null;
  @ApiProperty({ type: String, nullable: true })
  providerMessageId: string | null;
  @ApiProperty({ type: String, nullable: true, example: '550' })
  code: string | null;
  /** The provider's own words. */
  @ApiProperty({ type: String, nullable: true, example: '5.1.1 no such user' })
  detail: string | null;
  /** The person or API key who did it. */
  @ApiProperty({ type: String, nullable: true })
  by: string | null;

  static from(entry: TimelineEntry): TimelineEntryDto {
    return { ...entry, at: entry.at.toISOString() };
  }
}

/** What was sent, rendered again from what was frozen. */
export class SentContentDto {
  /** Null where the channel has none. */
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  text: string;
  @ApiProperty({ type: String, nullable: true })
  html: string | null;
}

/** One delivery, all that happened to it, and what was sent. */
export class DeliveryDetailDto extends AuditedDeliveryDto {
  /** In the order of time. */
  timeline: TimelineEntryDto[];
  /** The very words that went out, but the guest's own links lead nowhere. Null when nothing got as far as the wire. */
  @ApiProperty({ type: SentContentDto, nullable: true })
  content: SentContentDto | null;
  /** The same guest and other messages of the event, the newest first. */
  otherMessages: AnswerDto[];

  static ofDetail({ shown, timeline, content, otherMessages }: DeliveryDetail): DeliveryDetailDto {
    return Object.assign(new DeliveryDetailDto(), AuditedDeliveryDto.ofRow(shown), {
      timeline: timeline.map((entry) => TimelineEntryDto.from(entry)),
      content,
      otherMessages: otherMessages.map((pair) => AnswerDto.from(pair)),
    });
  }
}

/** The address in full. */
export class RevealedDto {
  /** Null when the guest has none. */
  @ApiProperty({ type: String, nullable: true })
  recipient: string | null;
}
