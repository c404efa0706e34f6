import type { Channel } from '../../api/generated/models';
import { instantWords, zoneName } from '../../words/time';

/** Everything that the button depends on. */
export interface SendSituation {
  readonly channel: Channel;
  readonly when: 'now' | 'later';
  /** ISO 8601; null: not chosen, or not clear. */
  readonly sendAt: string | null;
  readonly timeZone: string;
  readonly now: Date;
  /** Guests who would get it; null: not counted yet. */
  readonly count: number | null;
  readonly isCounting: boolean;
  readonly subject: string;
  readonly body: string;
  readonly unresolved: number;
  /** Why the chosen WhatsApp template, or the lack of one, stands in the way; null: it does not. */
  readonly templateProblem: string | null;
  /** The message is planned already and is being changed. */
  readonly isScheduled: boolean;
  readonly isBusy: boolean;
  readonly isOffline: boolean;
  readonly isReadOnly: boolean;
  /** No segment chosen yet. */
  readonly hasNoAudience: boolean;
  readonly isEventCancelled: boolean;
}

/** What the button says and whether it can be pressed: what stops it is its label. */
export interface SendButton {
  readonly label: string;
  readonly isBlocked: boolean;
}

const blocked = (label: string): SendButton => ({ label, isBlocked: true });
const guests = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'guest' : 'guests'}`;

/** The first thing that stands in the way, in the order of the form; else what pressing does. */
export function sendButton(situation: SendSituation): SendButton {
  const { when, count, sendAt, timeZone, now } = situation;
  if (situation.isReadOnly) return blocked('Read only');
  if (situation.isEventCancelled) return blocked('The event is cancelled');
  if (situation.isBusy) return blocked(when === 'now' ? 'Sending…' : 'Saving…');
  if (situation.isOffline) return blocked('Offline: your text is kept');
  if (situation.hasNoAudience) return blocked('Choose who gets it');
  if (situation.channel === 'whatsapp' && situation.templateProblem !== null) return blocked(situation.templateProblem);
  if (situation.channel === 'email' && situation.subject.trim() === '') return blocked('Write a subject to send');
  if (situation.body.trim() === '') return blocked('Write a message to send');
  if (situation.unresolved > 0)
    return blocked(
      `Fix ${situation.unresolved} ${situation.unresolved === 1 ? 'placeholder' : 'placeholders'} to send`,
    );
  if (when === 'later') {
    if (sendAt === null) return blocked('Choose a time');
    if (new Date(sendAt) <= now) return blocked('That time has passed');
    const time = `${instantWords(sendAt, timeZone, now)} in ${zoneName(timeZone)}`;
    return { label: situation.isScheduled ? `Save for ${time}` : `Schedule for ${time}`, isBlocked: false };
  }
  if (count === null) return blocked(situation.isCounting ? 'Counting guests…' : 'Could not count the guests');
  if (count === 0) return blocked('Nobody to send to');
  return { label: `Send to ${guests(count)}`, isBlocked: false };
}
