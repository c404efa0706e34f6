import type { AnswerFacts, GuestFacts, MessageFacts, Verdict } from './answer-facts';
import { addressWords, answerWords, audienceWords, rsvpWords, suppressionWords } from './guest-words';
import { timeWords, zoneWords } from './when-words';

/** What a message says about a guest of whom the ledger has no row: it has not left yet, never will, or was for others. */
export function messageVerdict(facts: AnswerFacts): Verdict {
  const { message, now, timeZone } = facts;
  const time = (at: Date): string => timeWords(at, now, timeZone);
  if (message.claimedAt !== null) return notOnTheList(facts, message.claimedAt, time);
  switch (message.status) {
    case 'draft':
      return { answer: 'not_yet', reasonCode: 'draft', at: null, words: `${named(message)} is a draft` };
    case 'scheduled':
      return planned(facts, time);
    case 'cancelled':
      return cancelled(message, time);
    case 'failed':
      return {
        answer: 'no',
        reasonCode: message.statusReason ?? 'failed',
        at: message.finishedAt,
        words: `${named(message)} failed before anything left${message.finishedAt === null ? '' : `, ${time(message.finishedAt)}`}`,
      };
    case 'active':
      return { answer: 'no', reasonCode: 'not_called_for', at: null, words: 'nothing called for this notice so far' };
    default:
      return { answer: 'no', reasonCode: 'not_in_audience', at: null, words: 'was not in the audience' };
  }
}

function planned(facts: AnswerFacts, time: (at: Date) => string): Verdict {
  const { message, now, timeZone } = facts;
  const { sendAt, heldUntil, claimAttempts, claimAfter } = message;
  const tail = outlook(facts);
  const not = (reasonCode: string, words: string, at: Date | null): Verdict => ({
    answer: 'not_yet',
    reasonCode: tail === null ? reasonCode : `${reasonCode}:${tail.reasonCode}`,
    at,
    words: tail === null ? words : `${words}. As things stand this guest will not get it: ${tail.words}`,
  });
  const again = claimAfter === null || claimAfter <= now ? 'now' : time(claimAfter);
  if (message.statusReason === 'quota_exceeded')
    return not('quota_exceeded', `the day's quota is used up; it is tried again ${again}`, claimAfter);
  if (claimAttempts > 0)
    return not('claim_failed', `getting it ready went wrong; it is tried again ${again}`, claimAfter);
  if (heldUntil !== null && heldUntil > now)
    return not('held', `it leaves ${time(heldUntil)} (${zoneWords(timeZone)}) and can be undone until then`, heldUntil);
  if (sendAt === null || sendAt <= now) return not('due', 'it is due and leaves in a moment', sendAt);
  return not('scheduled', `scheduled for ${time(sendAt)} (${zoneWords(timeZone)})`, sendAt);
}

/** Why a guest would not get a planned message if it left now; null when they would. */
function outlook({ guest, message }: AnswerFacts): { reasonCode: string; words: string } | null {
  if (guest === null) return null;
  if (guest.deletedAt !== null) return { reasonCode: 'removed', words: 'was taken off the list' };
  if (!guest.isInAudience)
    return {
      reasonCode: 'not_in_audience',
      words:
        message.audience === 'segment'
          ? `not in ${segment(message)}`
          : `it is for ${audienceWords(message.audience)}, and this guest ${rsvpWords(guest.rsvpStatus)}`,
    };
  if (!guest.hasAddress) return { reasonCode: 'no_address', words: `no ${addressWords(message.channel)}` };
  if (guest.standingSuppression !== null)
    return {
      reasonCode: `suppressed:${guest.standingSuppression}`,
      words: `suppressed, ${suppressionWords(guest.standingSuppression, null)}`,
    };
  return null;
}

function cancelled(message: MessageFacts, time: (at: Date) => string): Verdict {
  const { statusReason, cancelledBy, cancelledByName, finishedAt, sendAt } = message;
  const no = (words: string): Verdict => ({
    answer: 'no',
    reasonCode: statusReason ?? 'message_cancelled',
    at: finishedAt,
    words,
  });
  if (cancelledBy === 'system' && statusReason === 'past')
    return no(
      `it was never scheduled, because its time${sendAt === null ? '' : `, ${time(sendAt)},`} had passed already when the event was set`,
    );
  if (cancelledBy === 'system' && statusReason === 'expired') return no('its time was over before it could leave');
  if (cancelledBy === 'system' && statusReason === 'event_cancelled') return no('the event was cancelled');
  const by = cancelledByName === null ? '' : ` by ${cancelledByName}`;
  return no(`${named(message)} was cancelled${by}${finishedAt === null ? '' : `, ${time(finishedAt)}`}`);
}

/** The list of guests was fixed, and this one is not on it. */
function notOnTheList({ guest, message }: AnswerFacts, claimedAt: Date, time: (at: Date) => string): Verdict {
  const when = `when the list was fixed at ${time(claimedAt)}`;
  const no = (reasonCode: string, words: string): Verdict => ({ answer: 'no', reasonCode, at: claimedAt, words });
  if (guest === null) return no('not_in_audience', 'was not in the audience');
  if (guest.createdAt > claimedAt)
    return no('added_later', `was not on the list ${when}; added ${time(guest.createdAt)}`);
  if (guest.deletedAt !== null && guest.deletedAt <= claimedAt)
    return no('removed', `had been taken off the list ${when}`);
  if (message.audience === 'segment') return no('not_in_audience', `was not in ${segment(message)} ${when}`);
  return no('not_in_audience', `was not in the audience; ${answerThen(guest, message, when)}`);
}

/** What is known of the guest's answer at that moment, and no more. */
function answerThen({ rsvpStatus, rsvpStatusThen }: GuestFacts, { audience }: MessageFacts, when: string): string {
  // an answer of the same moment may have come just too late: what we kept would then contradict the list
  if (rsvpStatusThen === null || rsvpStatusThen === audience || audience === 'everyone')
    return `the list was fixed ${when.slice(when.indexOf('at '))}, and the guest ${rsvpWords(rsvpStatus)} now`;
  const now = rsvpStatus === rsvpStatusThen ? '' : ` (now ${rsvpStatus === 'pending' ? 'none' : rsvpStatus})`;
  return `${answerWords(rsvpStatusThen)} ${when}${now}`;
}

function segment({ segmentName }: MessageFacts): string {
  return segmentName === null ? 'the segment' : `the segment "${segmentName}"`;
}

function named({ kind }: MessageFacts): string {
  if (kind.startsWith('reminder_')) return 'the reminder';
  return kind.startsWith('notice_') ? 'the notice' : 'the message';
}
