import { ApiProperty } from '@nestjs/swagger';
import { GAP_CODES, type Gap, type GapCode } from './domain/find-gaps';

/** Something that cannot be delivered as asked right now. */
export class GapDto {
  @ApiProperty({ enum: GAP_CODES, enumName: 'GapCode' })
  code: GapCode;
  /** Absent where it is about all channels. */
  @ApiProperty({ enum: ['email', 'sms', 'whatsapp'], required: false })
  channel?: string;
  @ApiProperty({ example: 'SMS is only simulated' })
  title: string;
  detail: string;
  /** What to do about it. */
  todo: string;
  /** When it began, where that is known. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  since?: string;

  static from({ code, channel, title, detail, todo, since }: Gap): GapDto {
    return {
      ...{ code, title, detail, todo },
      ...(channel !== null && { channel }),
      ...(since !== null && { since: since.toISOString() }),
    };
  }
}

/** The worst first; empty when all is well. */
export class GapsDto {
  items: GapDto[];
  @ApiProperty({ format: 'date-time' })
  asOf: string;

  static from({ gaps, now }: { gaps: readonly Gap[]; now: Date }): GapsDto {
    return { items: gaps.map((gap) => GapDto.from(gap)), asOf: now.toISOString() };
  }
}
