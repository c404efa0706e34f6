/** How many failures are borne, and how long the pauses get after that. */
export interface ThrottlePolicy {
  /** The attempt with this number, and each one after it, starts a pause if it fails. */
  readonly limit: number;
  /** Failures further apart than this do not add up. Counted from the first failure or from the end of the last pause. */
  readonly windowMs: number;
  /** The first pause; each further failure doubles it. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export interface ThrottleState {
  readonly failures: number;
  readonly windowStartedAt: Date;
  readonly lockedUntil: Date | null;
}

export type ThrottleDecision =
  | { readonly kind: 'refuse'; readonly retryAfterSeconds: number }
  /** `next` is the state to keep if this attempt fails. */
  | { readonly kind: 'try'; readonly next: ThrottleState };

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Slows down guessing one person's password; at worst somebody has to wait a quarter of an hour, never for ever. */
export const accountPolicy: ThrottlePolicy = {
  limit: 10,
  windowMs: 15 * MINUTE,
  firstPauseMs: 30 * SECOND,
  longestPauseMs: 15 * MINUTE,
};

/** Slows down trying one password on many accounts. */
export const addressPolicy: ThrottlePolicy = { ...accountPolicy, limit: 100 };

/** Registrations from one address; every one counts, not only failures. */
export const registrationPolicy: ThrottlePolicy = {
  limit: 300,
  windowMs: 60 * MINUTE,
  firstPauseMs: 5 * MINUTE,
  longestPauseMs: 60 * MINUTE,
};

/**
 * May one more attempt be made?
 *
 * @param state what is remembered, or null when nothing is
 * @param now the moment of the attempt
 */
export function decideAttempt(state: ThrottleState | null, now: Date, policy: ThrottlePolicy): ThrottleDecision {
  if (state?.lockedUntil && state.lockedUntil > now) {
    return { kind: 'refuse', retryAfterSeconds: Math.ceil((state.lockedUntil.getTime() - now.getTime()) / SECOND) };
  }
  const isOver = state === null || now.getTime() >= windowStart(state) + policy.windowMs;
  const failures = isOver ? 1 : state.failures + 1;
  return {
    kind: 'try',
    next: {
      failures,
      windowStartedAt: isOver ? now : state.windowStartedAt,
      lockedUntil: failures < policy.limit ? null : new Date(now.getTime() + pauseMs(failures, policy)),
    },
  };
}

function windowStart({ windowStartedAt, lockedUntil }: ThrottleState): number {
  return Math.max(windowStartedAt.getTime(), lockedUntil?.getTime() ?? 0);
}

function pauseMs(failures: number, policy: ThrottlePolicy): number {
  const doublings = Math.min(failures - policy.limit, 30);
  return Math.min(policy.firstPauseMs * 2 ** doublings, policy.longestPauseMs);
}

/**
 * The part of an IP address that one customer of a provider usually has: all of IPv4, the first 64 bits of IPv6.
 *
 * @param ip as the socket or a trusted proxy gives it
 */
export function throttleAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : Math.max(8 - groups.length - rest.length, 0);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
