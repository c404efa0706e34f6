import { instantWords } from '../words/time';
import { reminderTimes } from './reminder-times';

/** What is known of a message; the reminders are picked out by their kind. */
export interface KnownMessage {
  readonly kind: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly sendAt: string | null;
}

/** When an event is: on the clock of its zone. */
interface Place {
  readonly startsAtLocal: string;
  readonly timeZone: string;
}

/**
 * What saving an event does to each of its four reminders, in words. The server decides by the same rules: what has left, what a
 * person cancelled and what got a time of its own stays; what was left out only because its time had passed comes back.
 *
 * @param saved where the event is now; null for a new one
 */
export function reminderMoves(
  next: Place,
  saved: Place | null,
  messages: readonly KnownMessage[],
  now: Date,
): { label: string; words: string }[] {
  const rule = saved && reminderTimes(saved.startsAtLocal.slice(0, 16), saved.timeZone, now);
  return reminderTimes(next.startsAtLocal, next.timeZone, now).map(({ kind, label, at, isPast }, n) => {
    const planned = isPast ? 'its time has passed, not sent' : instantWords(at, next.timeZone, now);
    const known = messages.find((message) => message.kind === kind);
    if (known === undefined) return { label, words: planned };
    if (known.status === 'cancelled')
      return { label, words: known.statusReason === 'past' ? planned : 'stays cancelled' };
    if (known.status !== 'scheduled') return { label, words: 'already sent, stays as it is' };
    const isOwnTime = known.sendAt !== null && Date.parse(known.sendAt) !== Date.parse(rule?.[n]?.at ?? known.sendAt);
    return {
      label,
      words: isOwnTime ? `keeps the time it was given, ${instantWords(known.sendAt, next.timeZone, now)}` : planned,
    };
  });
}
