import type { ProgressDto } from '../../../api/generated/models';

/** The counts of a message as one sentence and one number. */
export interface Headline {
  /** How many have left. */
  readonly left: number;
  /** How many were to leave: everybody but those who were never to get it. */
  readonly of: number;
  /** "of 1,219 have left", "have left; 126 were stopped" */
  readonly words: string;
}

const number = (value: number): string => value.toLocaleString('en');

/** What the tracker says in its big line. */
export function headline({ counts, status }: Pick<ProgressDto, 'counts' | 'status'>): Headline {
  const left = counts.sent + counts.delivered + counts.unknown;
  const of = left + counts.queued + counts.sending + counts.failed + (status === 'cancelled' ? counts.cancelled : 0);
  const guests = of === 1 ? 'guest' : 'guests';
  if (status === 'cancelled' || status === 'cancelling') {
    const stopped = counts.cancelled + counts.queued;
    return { left, of, words: `have left; ${number(stopped)} ${stopped === 1 ? 'was' : 'were'} stopped` };
  }
  if (status === 'sent' || status === 'failed') {
    if (of === 0) return { left, of, words: 'have left: nobody was to get it' };
    return { left, of, words: left === of ? `${guests} were sent this` : `of ${number(of)} ${guests} were sent this` };
  }
  if (status === 'paused' && counts.queued + counts.sending === 0)
    return { left, of, words: `of ${number(of)} have left, and nothing waits any more` };
  return { left, of, words: `of ${number(of)} have left` };
}
