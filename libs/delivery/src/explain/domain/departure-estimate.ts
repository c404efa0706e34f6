/** What a worker does without a measurement: careful, so that the last one is not promised too early. */
const ASSUMED_PER_SECOND = 10;

/** A message that was sent before: so many in so long a time. */
export interface MeasuredSend {
  readonly total: number;
  readonly tookMs: number;
}

export interface DepartureEstimate {
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly ratePerSecond: number;
  /** True when the rate is that of the event's last big enough message, false when it is assumed. */
  readonly isMeasured: boolean;
}

/**
 * When the first and the last message would leave.
 *
 * @param startsAt when it is planned, or now
 * @param recipients how many would get it
 * @returns null when nobody would
 */
export function estimateDeparture(
  startsAt: Date,
  recipients: number,
  measured: MeasuredSend | null,
): DepartureEstimate | null {
  if (recipients === 0) return null;
  const isMeasured = measured !== null && measured.total > 0 && measured.tookMs > 0;
  const ratePerSecond = isMeasured ? (measured.total / measured.tookMs) * 1000 : ASSUMED_PER_SECOND;
  const lastAt = new Date(startsAt.getTime() + Math.ceil((recipients / ratePerSecond) * 1000));
  return { firstAt: startsAt, lastAt, ratePerSecond, isMeasured };
}
