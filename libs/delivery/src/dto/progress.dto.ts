import { ApiProperty } from '@nestjs/swagger';
import type { MessageProgress, ProgressCause } from '../progress/domain/summarize-progress';

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

/** Guests who did not get it for the same cause. */
export class ProgressCauseDto {
  /** Stable word, or the provider's error code. */
  @ApiProperty({ example: 'bounce:permanent' })
  reason: string;
  /** The same in a sentence. */
  @ApiProperty({ example: 'The mailbox does not exist. The address is not written to any more.' })
  words: string;
  count: number;
  /** What the provider said to one of them; without addresses. */
  @ApiProperty({ type: String, nullable: true, example: '550 5.1.1 no such user' })
  example: string | null;

  static from({ reason, words, count, example }: ProgressCause): ProgressCauseDto {
    return { reason, words, count, example };
  }
}

/** Guests who were left out, or about whom nobody can know. */
export class LeftOutDto extends ProgressCauseDto {
  /** The count they are part of: `suppressed`, `skipped` or `unknown`. */
  @ApiProperty({ enum: ['suppressed', 'skipped', 'unknown'] })
  countedAs: string;
}

/** One thing that the provider took. */
export class ProviderRequestDto {
  @ApiProperty({ example: 'resend' })
  provider: string;
  /** Its delivery. Our own id goes out with every request: as its key, a tag, or in the Message-ID. */
  @ApiProperty({ format: 'uuid' })
  deliveryId: string;
  /** The provider's own id of it: what its support asks for. Null where the provider gives none. */
  @ApiProperty({ type: String, nullable: true })
  providerMessageId: string | null;
  @ApiProperty({ format: 'date-time' })
  at: string;
}

/** Where a message stands, from one snapshot of the database. */
export class ProgressDto {
  status: string;
  /** Why it is paused, in a sentence; null when it is not. */
  @ApiProperty({ type: String, nullable: true })
  pausedReason: string | null;
  total: number;
  counts: ProgressCountsDto;
  /** Handed over per second, measured over the last ten seconds. */
  ratePerSecond: number;
  /** At this pace; null when nothing can be said. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  estimatedDoneAt: string | null;
  /** True when no provider is set up for some of it: nothing of that really left. */
  isSimulated: boolean;
  /** The failed ones by cause, most first; they add up to `counts.failed`. */
  failures: ProgressCauseDto[];
  /** The suppressed, skipped and unknown ones by cause, most first. */
  leftOut: LeftOutDto[];
  /** The last five that the provider took, newest first. */
  providerRequests: ProviderRequestDto[];
  /** The moment all of this belongs to. */
  @ApiProperty({ format: 'date-time' })
  asOf: string;

  static from(progress: MessageProgress): ProgressDto {
    const { status, pausedReason, total, counts, ratePerSecond, isSimulated, now } = progress;
    return {
      status,
      pausedReason,
      total,
      counts: { ...counts },
      ratePerSecond,
      estimatedDoneAt: progress.estimatedDoneAt?.toISOString() ?? null,
      isSimulated,
      failures: progress.failures.map((cause) => ProgressCauseDto.from(cause)),
      leftOut: progress.leftOut.map(({ countedAs, reason, words, count, example }) => ({
        countedAs,
        ...{ reason, words, count, example },
      })),
      providerRequests: progress.requests.map(({ deliveryId, provider, providerMessageId, at }) => ({
        deliveryId,
        provider,
        providerMessageId,
        at: at.toISOString(),
      })),
      asOf: now.toISOString(),
    };
  }
}
