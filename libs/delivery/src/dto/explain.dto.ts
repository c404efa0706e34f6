import { ApiProperty } from '@nestjs/swagger';
import type { Rehearsal } from '../explain/explain.service';
import { exclusionWords } from '../why/domain/guest-words';

export class ExclusionExampleDto {
  @ApiProperty({ format: 'uuid' })
  guestId: string;
  name: string;
}

/** Guests who would be left out for one reason. */
export class ExclusionDto {
  /** A stable word. */
  @ApiProperty({ example: 'suppressed:unsubscribe' })
  reason: string;
  @ApiProperty({ example: 'suppressed, the guest unsubscribed' })
  words: string;
  count: number;
  /** The first five. */
  examples: ExclusionExampleDto[];
}

/** What would happen if the message left: found by really claiming it and taking it back. */
export class ExplanationDto {
  /** The moment that it is true for. A planned message is looked at as if it was due now. */
  @ApiProperty({ format: 'date-time' })
  asOf: string;
  wouldLeave: boolean;
  /** Why it would not leave at all. */
  @ApiProperty({ type: String, enum: ['event_cancelled', 'expired', null], nullable: true })
  stopReason: string | null;
  /** The same in words. */
  @ApiProperty({ type: String, nullable: true })
  stopWords: string | null;
  /** Everybody of the audience: those who would get it and those who would not. */
  total: number;
  recipients: number;
  /** The biggest group first. */
  excluded: ExclusionDto[];
  /** Whether the day's quota covers it. */
  fitsQuota: boolean;
  /** What is short and what to do; null when it fits. */
  @ApiProperty({ type: String, nullable: true })
  quotaWords: string | null;
  /** When the first would leave: when it is planned, else now. Null when nobody would get it. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstAt: string | null;
  /** When the last would leave, at the pace below. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastAt: string | null;
  @ApiProperty({ type: Number, nullable: true })
  ratePerSecond: number | null;
  /** True: the pace of the event's last message. False: a careful guess. */
  isRateMeasured: boolean;
  /** What has not left by then is skipped. */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  /** True when the last would leave too late: some guests would not get it. */
  tailExpires: boolean;

  static from(rehearsal: Rehearsal): ExplanationDto {
    const { asOf, channel, stop, total, recipients, excluded, departure, quota, expiresAt } = rehearsal;
    const details = { since: null, sharesAddressWith: null };
    return {
      asOf: asOf.toISOString(),
      wouldLeave: stop === null && quota.fits,
      stopReason: stop,
      stopWords: stop === null ? null : stopWords[stop],
      total,
      recipients,
      excluded: excluded.map(({ reason, count, examples }) => ({
        reason,
        words: exclusionWords(reason, channel, details),
        count,
        examples: examples.map(({ guestId, name }) => ({ guestId, name })),
      })),
      fitsQuota: quota.fits,
      quotaWords: quota.refusal,
      firstAt: departure?.firstAt.toISOString() ?? null,
      lastAt: departure?.lastAt.toISOString() ?? null,
      ratePerSecond: departure?.ratePerSecond ?? null,
      isRateMeasured: departure?.isMeasured ?? false,
      expiresAt: expiresAt.toISOString(),
      tailExpires: departure !== null && departure.lastAt > expiresAt,
    };
  }
}

const stopWords: Readonly<Record<NonNullable<Rehearsal['stop']>, string>> = {
  event_cancelled: 'The event is cancelled, so this reminder does not leave.',
  expired: 'Its time is over before it leaves. Give it a later time to expire, or an earlier time to leave.',
};
