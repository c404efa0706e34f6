import { ASSUMED_DELIVERED } from '../../domain/unconfirmed';
import { MAX_ATTEMPTS } from '../../domain/after-outcome';
import type { AnswerFacts, DeliveryFacts, Verdict } from './answer-facts';
import { exclusionWords, rsvpWords } from './guest-words';
import { providerWords, troubleWords } from './trouble-words';
import { dayWords, timeWords } from './when-words';

/** What one row of the ledger says about whether the guest got the message. */
export function deliveryVerdict(row: DeliveryFacts, facts: AnswerFacts): Verdict {
  const time = (at: Date): string => timeWords(at, facts.now, facts.timeZone);
  const provider = providerWords(row.provider);
  const acceptedAt = row.acceptedAt ?? row.updatedAt;
  switch (row.status) {
    case 'pending':
      return waiting(row, facts);
    case 'dispatching':
      return { answer: 'not_yet', reasonCode: 'sending', at: row.updatedAt, words: `it is with ${provider} right now` };
    case 'accepted': {
      if (row.provider === 'log') return simulated(row, time(acceptedAt), acceptedAt);
      const opened = row.openedAt === null ? '' : `, and opened ${time(row.openedAt)}`;
      const silence = row.provider === 'smtp' ? 'and nothing came back' : 'no receipt yet';
      const words = `handed to ${provider} ${time(acceptedAt)}${opened === '' ? `, ${silence}` : opened}`;
      return { answer: 'probably', reasonCode: 'accepted', at: acceptedAt, words: words + complaint(row, time) };
    }
    case 'sent':
      if (row.reason === ASSUMED_DELIVERED) return assumed(row, time);
      if (row.provider === 'log') return simulated(row, time(acceptedAt), acceptedAt);
      return {
        answer: 'probably',
        reasonCode: 'sent',
        at: acceptedAt,
        words: `sent on by ${provider} ${time(acceptedAt)}, no receipt of its arrival yet${complaint(row, time)}`,
      };
    case 'delivered':
    case 'read': {
      if (row.provider === 'log') return simulated(row, time(acceptedAt), acceptedAt);
      return arrived(row, time);
    }
    case 'bounced':
    case 'failed': {
      const happened = row.status === 'bounced' ? 'came back' : 'failed';
      const words = `${happened} ${time(row.updatedAt)}, ${troubleWords({ code: row.errorCode, error: row.error, reason: row.reason })}`;
      return { answer: 'no', reasonCode: row.reason ?? row.status, at: row.updatedAt, words };
    }
    case 'suppressed': {
      const since = row.suppressedAt === null ? null : dayWords(row.suppressedAt, facts.now, facts.timeZone);
      return {
        answer: 'no',
        reasonCode: row.reason ?? 'suppressed',
        at: row.suppressedAt ?? row.updatedAt,
        words: exclusionWords(row.reason ?? 'suppressed', row.channel, { ...row, since }),
      };
    }
    case 'skipped':
      return {
        answer: 'no',
        reasonCode: row.reason ?? 'skipped',
        at: row.updatedAt,
        words: skipped(row, facts, time(row.updatedAt)),
      };
    case 'cancelled':
      return { answer: 'no', reasonCode: row.reason ?? 'cancelled', at: row.updatedAt, words: stopped(row, facts) };
    case 'unknown':
      return {
        answer: 'not_known',
        reasonCode: row.reason ?? 'unknown',
        at: row.updatedAt,
        words: `it may or may not have arrived; ${unknown(row)} ${time(row.updatedAt)}`,
      };
  }
}

/** Whatever the development inbox says of it, nobody got it. */
function simulated({ channel }: DeliveryFacts, time: string, at: Date): Verdict {
  const words = `only simulated ${time}, because no provider is set up for ${channelWords(channel)}`;
  return { answer: 'no', reasonCode: 'simulated', at, words };
}

/** A person's word is no fact: it makes an answer probable, and never more. */
function assumed(row: DeliveryFacts, time: (at: Date) => string): Verdict {
  const at = row.resolvedAt ?? row.updatedAt;
  const words = `nobody could know, and ${row.resolvedByName ?? 'the team'} took it for delivered ${time(at)}`;
  return { answer: 'probably', reasonCode: ASSUMED_DELIVERED, at, words };
}

function arrived(row: DeliveryFacts, time: (at: Date) => string): Verdict {
  const readAt = row.status === 'read' ? (row.openedAt ?? row.updatedAt) : null;
  const deliveredAt = row.deliveredAt ?? (readAt === null ? row.updatedAt : null);
  const seen = readAt === null ? '' : `read ${time(readAt)}`;
  const opened = readAt === null && row.openedAt !== null ? `opened ${time(row.openedAt)}` : '';
  const aside = [deliveredAt === null ? '' : seen, opened].filter((one) => one !== '').join(', ');
  const main = deliveredAt === null ? seen : `delivered ${time(deliveredAt)}`;
  return {
    answer: 'yes',
    reasonCode: row.status,
    at: deliveredAt ?? readAt,
    words: `${main}${aside === '' ? '' : ` (${aside})`}${complaint(row, time)}`,
  };
}

function complaint({ complainedAt }: DeliveryFacts, time: (at: Date) => string): string {
  return complainedAt === null ? '' : `; reported as spam ${time(complainedAt)}`;
}

function waiting(row: DeliveryFacts, { message, now, timeZone }: AnswerFacts): Verdict {
  const at = row.nextAttemptAt;
  const when = at === null || at <= now ? 'now' : timeWords(at, now, timeZone);
  const not = (reasonCode: string, words: string): Verdict => ({ answer: 'not_yet', reasonCode, at, words });
  if (message.status === 'paused') return not('paused', 'the message is paused');
  if (message.status === 'cancelling') return not('cancelling', 'the message is being stopped');
  if (row.mayHaveLeft)
    return not(
      'repeating',
      `the first try ended without an answer; it is repeated ${when === 'now' ? 'now' : `at ${when}`} under the same key`,
    );
  if (row.errorCode === null && row.error === null)
    return not('queued', when === 'now' ? 'it is in the queue' : `it is in the queue for ${when}`);
  const trouble = troubleWords({ code: row.errorCode, error: row.error, reason: null });
  const next = Math.min(row.attempts + 1, MAX_ATTEMPTS);
  return not('retrying', `try ${next} of ${MAX_ATTEMPTS} ${when === 'now' ? 'is due' : `at ${when}`}; ${trouble}`);
}

function skipped(row: DeliveryFacts, { guest }: AnswerFacts, time: string): string {
  if (row.reason === 'expired') return `it was still waiting when its time was over, ${time}`;
  const words = exclusionWords(row.reason ?? 'no_reason_kept', row.channel, { ...row, since: null });
  return row.reason === 'answered_meanwhile' && guest !== null ? `${words}; ${rsvpWords(guest.rsvpStatus)} now` : words;
}

function stopped(row: DeliveryFacts, { message, now, timeZone }: AnswerFacts): string {
  if (message.statusReason === 'event_cancelled') return 'the event was cancelled before it left';
  const by = message.cancelledByName === null ? '' : ` by ${message.cancelledByName}`;
  return `the message was stopped${by} before it left, ${timeWords(row.updatedAt, now, timeZone)}`;
}

function unknown(row: DeliveryFacts): string {
  switch (row.reason) {
    case 'no_answer':
      return `${providerWords(row.provider)} did not answer`;
    case 'sender_lost':
      return 'the process that was sending it died';
    case 'content_changed':
      return 'an earlier try ended without an answer, and what would be sent now differs';
    default:
      return 'an earlier try ended without an answer';
  }
}

function channelWords(channel: DeliveryFacts['channel']): string {
  return { email: 'e-mail', sms: 'SMS', whatsapp: 'WhatsApp' }[channel];
}
