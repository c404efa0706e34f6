import { ApiProperty } from '@nestjs/swagger';
import { messageLabel } from '@beckon/messaging';
import { DELIVERY_STATUSES } from '../domain/delivery-state';
import type { AnsweredPair } from '../why/answers.service';
import { type AnswerKind, ANSWERS } from '../why/domain/answer-facts';

/** "Did they get it, and why (not)?" for one guest and one message. */
export class AnswerDto {
  @ApiProperty({ format: 'uuid' })
  messageId: string;
  /** The friendly name. */
  @ApiProperty({ example: '1 day before' })
  messageLabel: string;
  @ApiProperty({ example: 'reminder_1d' })
  messageKind: string;
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'] })
  channel: string;
  @ApiProperty({ format: 'uuid' })
  eventId: string;
  eventName: string;
  /** The times of the sentence are of this zone. */
  @ApiProperty({ example: 'Africa/Accra' })
  timeZone: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  guestId: string | null;
  @ApiProperty({ type: String, nullable: true })
  guestName: string | null;
  /** The row of the ledger that decided; null when there is none: the message has not left, or was for others. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  deliveryId: string | null;
  /** The state of that row. */
  @ApiProperty({ type: String, enum: [...DELIVERY_STATUSES, null], nullable: true })
  status: string | null;
  @ApiProperty({ enum: ANSWERS, enumName: 'AnswerKind' })
  answer: AnswerKind;
  /** The answer in one line of plain English. Show it as it is. */
  @ApiProperty({ example: 'No: was not in the audience; the answer was declined when the list was fixed at 08:59' })
  sentence: string;
  /** The reason as a stable word. */
  @ApiProperty({ example: 'not_in_audience' })
  reasonCode: string;
  /** When what the sentence says happened, or will; null where there is no such moment. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at: string | null;

  static from({ guest, message, deliveries, answer }: AnsweredPair): AnswerDto {
    return {
      messageId: message.id,
      messageLabel: messageLabel(message),
      messageKind: message.kind,
      channel: message.channel,
      eventId: message.eventId,
      eventName: message.eventName,
      timeZone: message.timeZone,
      guestId: guest?.id ?? null,
      guestName: guest?.name ?? null,
      deliveryId: answer.deliveryId,
      status: deliveries.find(({ id }) => id === answer.deliveryId)?.status ?? null,
      answer: answer.answer,
      sentence: answer.sentence,
      reasonCode: answer.reasonCode,
      at: answer.at?.toISOString() ?? null,
    };
  }
}

/** One page of answers. */
export class AnswerPageDto {
  items: AnswerDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
