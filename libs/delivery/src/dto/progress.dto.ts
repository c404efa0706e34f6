import { ApiProperty } from '@nestjs/swagger';
import type { MessageProgress } from '../deliveries.repository';
import { estimateDone } from '../domain/estimate';

/** How many guests are where; always adds up to `total`. */
export class ProgressCountsDto {
  /** Waiting for their turn. */
  queued: number;
  /** On the wire at this moment. */
  sending: number;
  /** Taken by the provider. */
  sent: number;
  /** The provider reports that it arrived. */
  delivered: number;
  /** Refused for good, or bounced. */
  failed: number;
  /** Left out: the address must not be written to. */
  suppressed: number;
  /** Left out for another reason, see each delivery. */
  skipped: number;
  /** Stopped before they left. */
  cancelled: number;
  /** Nobody can know whether they left: never counted as failed, never sent again blindly. */
  unknown: number;
}

/** Where a message stands, from one snapshot of the database. */
export class ProgressDto {
  status: string;
  total: number;
  counts: ProgressCountsDto;
  /** Handed over per second, measured over the last ten seconds. */
  ratePerSecond: number;
  /** At this pace; null when nothing can be said. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  estimatedDoneAt: string | null;

  static from(progress: MessageProgress): ProgressDto {
    const { status, total, counts, ratePerSecond, now } = progress;
    return {
      status,
      total,
      counts,
      ratePerSecond,
      estimatedDoneAt: estimateDone(counts.queued + counts.sending, ratePerSecond, now)?.toISOString() ?? null,
    };
  }
}
