import type { Trouble } from '../channels/channel';

/** What is known of a failed SMTP transaction. */
export interface SmtpFailure {
  /** The mail library's error code, for example `EENVELOPE`. */
  readonly code: string | undefined;
  /** The server's reply code, if it gave one. */
  readonly responseCode?: number | undefined;
  /** The server's words, if any, else the error's. */
  readonly response: string;
  /** Whether any byte of the message may have left. Before that nothing can have been accepted. */
  readonly hasBodyStarted: boolean;
}

/**
 * Enhanced status codes (RFC 3463) that speak of the mailbox itself: writing again is useless and hurts the sender's
 * reputation, so the address is suppressed. 5.7.x speaks of policy and of us, never of the mailbox.
 */
const deadMailbox = /\b5\.(1\.[1236]|1\.10|2\.1)\b/;
const aboutUs = /\b5\.7\.\d+\b/;
/** Replies that turn everybody away: shutting down, too much from us, authentication (RFC 5321 3.8, RFC 4954 6). */
const closedToAll = new Set([421, 454, 530, 534, 535, 538]);

/**
 * Sorts a failed SMTP transaction. Replies decide first: 5yz is final, 4yz is not (RFC 5321 4.2.1). Any other reply says nothing.
 * Without one it depends on how far the transaction came: before the message's first byte nothing was sent,
 * after it the answer to the final dot may be lost (RFC 1047), and nobody can know.
 */
export function classifySmtpFailure(failure: SmtpFailure): Trouble {
  const { responseCode, response, hasBodyStarted } = failure;
  const code = responseCode === undefined ? (failure.code ?? 'SMTP') : String(responseCode);
  const error = firstLine(response);
  if (failure.code === 'EAUTH') return { kind: 'not_sent', code: 'EAUTH', error, blame: 'provider' };
  if (responseCode !== undefined && closedToAll.has(responseCode))
    return { kind: 'not_sent', code, error, blame: 'provider' };
  if (responseCode !== undefined && responseCode >= 500 && responseCode < 600) {
    if (aboutUs.test(response)) return { kind: 'not_sent', code, error };
    return { kind: 'refused', code, error, suppress: deadMailbox.test(response) };
  }
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return { kind: 'not_sent', code, error };
  // also an answer to the final dot that is neither yes nor no: the server may have the message
  if (hasBodyStarted) return { kind: 'unclear', code, error };
  if (failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE')
    return { kind: 'refused', code, error, suppress: false };
  return { kind: 'not_sent', code, error, blame: 'provider' };
}

/** One line without addresses: providers like to repeat the recipient, and error texts end up in logs. */
export function firstLine(text: string): string {
  return (text.split(/[\r\n]/, 1)[0] ?? '').replace(/[^\s<>@]+@[^\s<>@]+/g, '[address]').slice(0, 300);
}
