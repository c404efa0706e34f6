const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long an access token is good for, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;
/** A session that is not used this long ends. */
const SLIDING_MS = 7 * DAY;
/** A session ends after this time at the latest, used or not. */
const ABSOLUTE_MS = 30 * DAY;
/** The answer to a refresh can get lost, or two tabs refresh at once: so long the old token may come again. */
const GRACE_MS = 10_000;

export interface RefreshTokenFacts {
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
  readonly familyExpiresAt: Date;
  /** Set when the whole session was ended. */
  readonly sessionRevokedAt: Date | null;
}

/** `revoke`: a used token came again, so two parties have it; the session ends for both. */
export type RefreshDecision = 'rotate' | 'refuse' | 'revoke';

/**
 * What happens when a refresh token is shown.
 *
 * @param token what is known about it, or null when nobody gave it out
 */
export function decideRefresh(token: RefreshTokenFacts | null, now: Date): RefreshDecision {
  if (token === null || token.sessionRevokedAt !== null) return 'refuse';
  if (token.usedAt !== null && now.getTime() - token.usedAt.getTime() > GRACE_MS) return 'revoke';
  return token.expiresAt <= now || token.familyExpiresAt <= now ? 'refuse' : 'rotate';
}

/** When a new session ends at the latest. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + ABSOLUTE_MS);
}

/** When a new refresh token ends: a week from now, but never after its session. */
export function refreshTokenEnd(now: Date, familyExpiresAt: Date): Date {
  return new Date(Math.min(now.getTime() + SLIDING_MS, familyExpiresAt.getTime()));
}
