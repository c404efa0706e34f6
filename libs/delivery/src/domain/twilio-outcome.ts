import type { Trouble } from '../channels/channel';
import { type TwilioErrorClass, twilioErrorOf, withoutNumbers } from './twilio-errors';

/** What is known of a request to Twilio that did not end with a message. */
export interface TwilioFailure {
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Twilio's own code, if the answer held one. */
  readonly code: number | null;
  readonly message: string;
  /** E.164. */
  readonly to: string;
  /** Whether the connection stood: before that not a byte can have left. */
  readonly hasConnected: boolean;
  /** Node's code of a connection that failed. */
  readonly networkCode: string | null;
  readonly retryAfterMs: number | null;
}

const PACE_WAIT_MS = 1000;
const LATER_WAIT_MS = 60_000;
/** A full queue or a limit of Meta does not go away within minutes. */
const MUCH_LATER_WAIT_MS = 3_600_000;
export const SETUP_WAIT_MS = 60_000;
/** How long a sender rests that has reached a limit. */
export const SENDER_REST_MS = 10 * 60_000;

/**
 * Sorts an answer of Twilio that is no success. Twilio recognises no repeats, so in doubt nobody knows. The HTTP status decides first: 429 was
 * never processed (errors/20429), a 5xx may have been (errors/20500), and only below that the code counts, with a default
 * for each status.
 */
export function classifyTwilioFailure(failure: TwilioFailure): Trouble {
  const { status, hasConnected, networkCode, retryAfterMs } = failure;
  const found = twilioErrorOf(failure.code, failure.to);
  const code =
    failure.code !== null ? String(failure.code) : (networkCode ?? (status === null ? 'NO_ANSWER' : String(status)));
  const error = found?.words ?? withoutNumbers(failure.message);
  if (status === null)
    return hasConnected ? { kind: 'unclear', code, error } : { kind: 'not_sent', code, error, blame: 'provider' };
  if (status >= 500 || status < 400 || status === 408) return { kind: 'unclear', code, error };
  switch (found?.class ?? classOf(status)) {
    case 'pace':
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? PACE_WAIT_MS, blame: 'pace' };
    case 'sender_limit':
      return {
        kind: 'not_sent',
        code,
        error,
        retryAfterMs: Math.max(retryAfterMs ?? 0, SENDER_REST_MS),
        blame: 'sender',
      };
    case 'setup':
      return { kind: 'not_sent', code, error, retryAfterMs: SETUP_WAIT_MS, blame: 'setup' };
    case 'later': {
      const wait = failure.code === 21611 || failure.code === 63049 ? MUCH_LATER_WAIT_MS : LATER_WAIT_MS;
      return { kind: 'not_sent', code, error, retryAfterMs: retryAfterMs ?? wait };
    }
    case 'opted_out':
      return { kind: 'refused', code, error, suppress: 'stop' };
    case 'unreachable':
      return { kind: 'refused', code, error, suppress: true };
    case 'refused':
    case 'not_allowed':
    case 'content':
    case 'policy':
      return { kind: 'refused', code, error, suppress: false };
  }
}

/** Without a known code: who asks wrongly as a whole, who asks too fast, and everybody else. */
function classOf(status: number): TwilioErrorClass {
  if (status === 429) return 'pace';
  return status === 401 || status === 403 || status === 404 ? 'setup' : 'refused';
}
