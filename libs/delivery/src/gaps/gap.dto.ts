import { ApiProperty } from '@nestjs/swagger';
import type { BreakerCause } from '../domain/breaker';
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

  /** Of `PROVIDER_DOWN`. `setup`: somebody has to change something; `sender`: a limit is reached; `provider`: it fails. */
  @ApiProperty({ enum: ['provider', 'setup', 'sender'], required: false })
  cause?: BreakerCause['blame'];
  /** When a provider that gets nothing is tried again; absent when it may be any moment. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  until?: string;

  static from({ code, channel, title, detail, todo, since, cause, until }: Gap): GapDto {
    return {
      ...{ code, title, detail, todo },
      ...(channel !== null && { channel }),
      ...(since !== null && { since: since.toISOString() }),
      ...(cause !== undefined && { cause }),
      ...(until !== undefined && { until: until.toISOString() }),
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
