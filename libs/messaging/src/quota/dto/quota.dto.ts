import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import type { ChannelQuota } from '../quota.service';
import type { Channel } from '../../domain/audience';

const MOST = 1_000_000_000;
const LIMIT = { type: 'integer', minimum: 0, maximum: MOST, nullable: true, required: false, example: 5000 } as const;

/** The daily limits to set. A channel that is left out stays as it is; null: unlimited; 0: nothing may be sent. */
export class SetQuotaDto {
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(0)
  @Max(MOST)
  @ApiProperty(LIMIT)
  email?: number | null;

  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(0)
  @Max(MOST)
  @ApiProperty(LIMIT)
  sms?: number | null;

  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(0)
  @Max(MOST)
  @ApiProperty(LIMIT)
  whatsapp?: number | null;
}

/** The quota of one channel today. */
export class ChannelQuotaDto {
  /** Deliveries a day; null: unlimited. */
  @ApiProperty({ type: 'integer', nullable: true })
  limit: number | null;
  /** Sent today, or perhaps sent, by messages that have ended. */
  @ApiProperty({ type: 'integer' })
  used: number;
  /** Held by messages that are planned for today or are being sent. Nothing is held while there is no limit. */
  @ApiProperty({ type: 'integer' })
  reserved: number;
  /** What can still be planned for today; null: any number. */
  @ApiProperty({ type: 'integer', nullable: true })
  remaining: number | null;
  /** The day, in UTC. */
  @ApiProperty({ format: 'date', example: '2026-11-22' })
  day: string;
  /** When the next day begins. */
  @ApiProperty({ type: String, format: 'date-time' })
  resetsAt: string;

  static from({ resetsAt, ...quota }: ChannelQuota): ChannelQuotaDto {
    return { ...quota, resetsAt: resetsAt.toISOString() };
  }
}

/** What an organization may send today, by channel. */
export class QuotaDto {
  email: ChannelQuotaDto;
  sms: ChannelQuotaDto;
  whatsapp: ChannelQuotaDto;

  static from({ email, sms, whatsapp }: Record<Channel, ChannelQuota>): QuotaDto {
    return {
      email: ChannelQuotaDto.from(email),
      sms: ChannelQuotaDto.from(sms),
      whatsapp: ChannelQuotaDto.from(whatsapp),
    };
  }
}
