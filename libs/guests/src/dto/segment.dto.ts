import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { describeCriteria } from '../domain/describe-criteria';
import type { Segment } from '../segment.entity';
import type { SegmentCount, SegmentInUseBy } from '../segments.service';

/** A named group of guests, resolved anew each time it is used. */
export class SegmentDto {
  /** UUID. */
  id: string;
  name: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  criteria: Record<string, unknown>;
  /** The criteria in words that continue "Guests who ...". */
  @ApiProperty({ example: 'are attending and have the tag "family"' })
  description: string;
  /** Rises with every change. */
  version: number;
  createdAt: Date;
  updatedAt: Date;

  static from(segment: Segment): SegmentDto {
    return {
      id: segment.id,
      name: segment.name,
      criteria: { ...segment.criteria },
      description: describeCriteria(segment.criteria),
      version: segment.version,
      createdAt: segment.createdAt,
      updatedAt: segment.updatedAt,
    };
  }
}

/** A message that is not sent yet and goes to a segment. */
export class WaitingMessageDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  @ApiProperty({ enum: ['draft', 'scheduled'] })
  status: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sendAt: string | null;
}

/** A segment with the messages that follow its changes. */
export class SegmentDetailDto extends SegmentDto {
  /** How many drafts and planned messages go to it. While there is one, it cannot be deleted. */
  messageCount: number;
  /** The next twenty of them. */
  messages: WaitingMessageDto[];

  static fromUse({ segment, waiting }: SegmentInUseBy): SegmentDetailDto {
    const messages = waiting.messages.map(({ id, subject, status, sendAt }) => ({ id, subject, status, sendAt }));
    return Object.assign(new SegmentDetailDto(), SegmentDto.from(segment), { messageCount: waiting.count, messages });
  }
}

/** One page of segments. */
export class SegmentPageDto {
  items: SegmentDto[];
  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from(page: Page<Segment>): SegmentPageDto {
    return { items: page.items.map((segment) => SegmentDto.from(segment)), nextCursor: page.nextCursor };
  }
}

/** How many guests criteria fit. */
export class SegmentCountDto {
  count: number;
  /** The criteria in words that continue "Guests who ...". */
  description: string;

  static from(count: SegmentCount): SegmentCountDto {
    return { count: count.count, description: count.description };
  }
}
