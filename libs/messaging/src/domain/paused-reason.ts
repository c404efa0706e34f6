import type { MessageStatus } from './message-state';

/**
 * The guard rails of a big message. `canary`: only the first few may leave. `watch`: the rest leaves, and failures are watched.
 * `off`: a person let it go on although many had failed.
 */
export type MessageGuard = 'canary' | 'watch' | 'off';

/** The `statusReason` of a message that Beckon paused because too many failed. */
export const PROTECT = 'protect';

/** What was seen when a message was paused to protect its sender. */
export interface PauseDetail {
  /** Which ones: the first of all, or the last before the pause. */
  readonly stage: 'first' | 'last';
  readonly failed: number;
  readonly of: number;
  /** The words most of them failed with; null when nobody gave any. */
  readonly cause: string | null;
}

/** Why a message waits, in one sentence or two that say what to do. @returns null for a message that is not paused */
export function pausedReasonOf(message: {
  readonly status: MessageStatus;
  readonly statusReason: string | null;
  readonly pauseDetail: PauseDetail | null;
}): string | null {
  if (message.status !== 'paused') return null;
  const detail = message.pauseDetail;
  if (message.statusReason !== PROTECT || detail === null)
    return 'Somebody paused it. What is on the wire still arrives; resume it to go on.';
  const { stage, failed, of, cause } = detail;
  const mostly = cause === null ? '' : `, mostly with "${cause}"`;
  return `Paused to protect you: ${failed} of the ${stage} ${of} failed${mostly}. Find out why, then resume it or cancel the rest.`;
}
