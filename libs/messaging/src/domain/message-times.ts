import { effectiveExpiry } from './message-expiry';

/** A click and the clocks of two machines may be this far apart before "in the past" is said. */
const TOLERANCE_MS = 30_000;

/** What is wrong with the times of a message. */
export type TimesFault =
  | { readonly code: 'SEND_AT_IN_PAST' }
  | {
      readonly code: 'REQUIRED' | 'EXPIRES_TOO_EARLY';
      readonly path: 'sendAt' | 'expiresAt';
      readonly message: string;
    };

export interface MessageTimes {
  readonly sendAt: Date | null;
  readonly expiresAt: Date | null;
}

/**
 * Checks the times a person chose.
 *
 * @param times the message as it will be
 * @param checks `needsSendAt` for one that is scheduled; `isNewSendAt` when the send time was chosen just now
 * @returns the first fault, or null
 */
export function findTimesFault(
  { sendAt, expiresAt }: MessageTimes,
  {
    now,
    needsSendAt,
    isNewSendAt,
  }: { readonly now: Date; readonly needsSendAt: boolean; readonly isNewSendAt: boolean },
): TimesFault | null {
  if (sendAt === null && needsSendAt)
    return { code: 'REQUIRED', path: 'sendAt', message: 'Choose when to send: give sendAt, or use mode "now".' };
  if (sendAt !== null && isNewSendAt && sendAt.getTime() < now.getTime() - TOLERANCE_MS)
    return { code: 'SEND_AT_IN_PAST' };
  if (expiresAt !== null && expiresAt.getTime() <= (sendAt ?? now).getTime()) {
    return { code: 'EXPIRES_TOO_EARLY', path: 'expiresAt', message: 'expiresAt must be after the time it is sent.' };
  }
  return null;
}

/** True when a message sent at this moment would be too late at once. */
export function isExpiredAt(at: Date, message: { readonly expiresAt: Date | null }, eventStartsAt: Date): boolean {
  return effectiveExpiry({ expiresAt: message.expiresAt, sendAt: at }, eventStartsAt).getTime() <= at.getTime();
}

/** Whether a planned time is so near that a message of the last hour still counts as "just now". */
export function isWithinHour(sendAt: Date, now: Date): boolean {
  return sendAt.getTime() - now.getTime() < 3_600_000;
}
