import { ApiProperty } from '@nestjs/swagger';
import type { Page } from '@beckon/core';
import type { InboundMessageView } from '../inbound/inbound-messages.repository';

/** Something a guest wrote to us. Guests who share a number share what comes from it. */
export class InboundMessageDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['sms', 'whatsapp'] })
  channel: string;
  body: string;
  /** Pictures and other files that came with it; they are not kept here. */
  mediaCount: number;
  /** How it was understood; `text` is for a person to read. */
  @ApiProperty({ enum: ['stop', 'start', 'help', 'yes', 'no', 'text'] })
  meaning: string;
  /** What it did: `stopped` and `started` sending, `answered` the event, or the event took no answers any more. */
  @ApiProperty({ type: String, nullable: true, enum: ['stopped', 'started', 'answered', 'answer_too_late'] })
  effect: string | null;
  @ApiProperty({ format: 'date-time' })
  receivedAt: string;

  static from(view: InboundMessageView): InboundMessageDto {
    const { id, channel, body, mediaCount, meaning, effect, receivedAt } = view;
    return { id, channel, body, mediaCount, meaning, effect, receivedAt: receivedAt.toISOString() };
  }
}

export class InboundMessagePageDto {
  items: InboundMessageDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<InboundMessageView>): InboundMessagePageDto {
    return { items: items.map((item) => InboundMessageDto.from(item)), nextCursor };
  }
}
