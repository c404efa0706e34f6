import {
  InvalidTimeZone,
  isLocalTime,
  isTimeZone,
  type ResolvedTime,
  resolveTyped,
  ValidationFailed,
  wallTimeOf,
} from '@beckon/core';
import { TimeAmbiguous, type TimeCandidate, TimeDoesNotExist, type TimeField } from './event-time.errors';

const DAY_MS = 24 * 60 * 60_000;
const LONGEST_PAST_MS = 366 * DAY_MS;
const LONGEST_AHEAD_MS = 10 * 366 * DAY_MS;

/** When an event is: wall times with their zone, and the instants that follow. */
export interface EventTimes {
  readonly timeZone: string;
  readonly startsAtLocal: string;
  readonly startsAt: Date;
  readonly endsAtLocal: string | null;
  readonly endsAt: Date | null;
}

/** What somebody typed. An offset picks one of the two moments of a time that happens twice. */
export interface TypedTimes {
  readonly timeZone: string;
  readonly startsAtLocal: string;
  readonly startsAtOffset?: string;
  readonly endsAtLocal?: string | null;
  readonly endsAtOffset?: string;
}

/**
 * The times of a new event.
 *
 * @throws InvalidTimeZone, TimeDoesNotExist, TimeAmbiguous, or ValidationFailed for no date at all, an end before the start,
 *   and a start more than a year back or ten years ahead
 */
export function timesOfNewEvent(typed: TypedTimes, now: Date): EventTimes {
  const { timeZone, startsAtLocal } = typed;
  if (!isTimeZone(timeZone)) throw new InvalidTimeZone(timeZone);
  const startsAt = resolve('startsAt', startsAtLocal, timeZone, typed.startsAtOffset);
  refuseFarAway(startsAt, now);
  const endsAtLocal = typed.endsAtLocal ?? null;
  const endsAt = endsAtLocal === null ? null : resolve('endsAt', endsAtLocal, timeZone, typed.endsAtOffset);
  refuseEndBeforeStart(startsAt, endsAt);
  return { timeZone, startsAtLocal, startsAt, endsAtLocal, endsAt };
}

/**
 * The times of an event after a change. What is not sent, or sent as it is, keeps its instant: a time that happens twice does
 * not have to be picked again to change something else.
 *
 * @throws like `timesOfNewEvent`
 */
export function timesAfterChange(current: EventTimes, change: Partial<TypedTimes>, now: Date): EventTimes {
  const timeZone = change.timeZone ?? current.timeZone;
  if (!isTimeZone(timeZone)) throw new InvalidTimeZone(timeZone);
  const isOtherZone = timeZone !== current.timeZone;
  const startsAtLocal = change.startsAtLocal ?? current.startsAtLocal;
  const endsAtLocal = change.endsAtLocal === undefined ? current.endsAtLocal : change.endsAtLocal;
  const startChanges = isOtherZone || startsAtLocal !== current.startsAtLocal || change.startsAtOffset !== undefined;
  const endChanges = isOtherZone || endsAtLocal !== current.endsAtLocal || change.endsAtOffset !== undefined;
  const startsAt = startChanges
    ? resolve('startsAt', startsAtLocal, timeZone, change.startsAtOffset)
    : current.startsAt;
  if (startChanges) refuseFarAway(startsAt, now);
  const endsAt = endChanges
    ? endsAtLocal === null
      ? null
      : resolve('endsAt', endsAtLocal, timeZone, change.endsAtOffset)
    : current.endsAt;
  refuseEndBeforeStart(startsAt, endsAt);
  return { timeZone, startsAtLocal, startsAt, endsAtLocal, endsAt };
}

/** What changed between two sets of times: `start` matters to reminders, either to calendar entries. */
export function compareTimes(
  before: EventTimes,
  after: EventTimes,
): { readonly start: boolean; readonly any: boolean } {
  const start =
    before.timeZone !== after.timeZone ||
    before.startsAtLocal !== after.startsAtLocal ||
    before.startsAt.getTime() !== after.startsAt.getTime();
  const end = before.endsAtLocal !== after.endsAtLocal || before.endsAt?.getTime() !== after.endsAt?.getTime();
  return { start, any: start || end };
}

function resolve(field: TimeField, local: string, timeZone: string, offset: string | undefined): Date {
  if (!isLocalTime(local)) {
    const message = `${field}Local is not a date and time. Write it as 2027-06-01T18:00.`;
    throw ValidationFailed.at(`${field}Local`, 'INVALID_LOCAL_TIME', message);
  }
  const found = resolveTyped(local, timeZone);
  if (found.kind === 'unique') {
    if (offset !== undefined && offset !== found.offset) throw otherOffset(field, timeZone, found.offset);
    return found.instant;
  }
  const candidates = [toCandidate(found.candidates[0], timeZone), toCandidate(found.candidates[1], timeZone)] as const;
  if (found.kind === 'gap') throw new TimeDoesNotExist(field, local, timeZone, candidates);
  const picked = found.candidates.find((candidate) => candidate.offset === offset);
  if (picked === undefined) throw new TimeAmbiguous(field, local, timeZone, candidates);
  return picked.instant;
}

function toCandidate({ instant, offset }: ResolvedTime, timeZone: string): TimeCandidate {
  return { at: instant.toISOString(), offset, local: wallTimeOf(instant, timeZone) };
}

function otherOffset(field: TimeField, timeZone: string, offset: string): ValidationFailed {
  const message = `At this time the offset in ${timeZone} is ${offset}. Leave ${field}Offset out.`;
  return ValidationFailed.at(`${field}Offset`, 'WRONG_OFFSET', message);
}

function refuseFarAway(startsAt: Date, now: Date): void {
  const distanceMs = startsAt.getTime() - now.getTime();
  if (distanceMs < -LONGEST_PAST_MS) {
    throw ValidationFailed.at(
      'startsAtLocal',
      'TOO_LONG_AGO',
      'The event starts more than a year ago. Check the date.',
    );
  }
  if (distanceMs > LONGEST_AHEAD_MS) {
    throw ValidationFailed.at(
      'startsAtLocal',
      'TOO_FAR_AHEAD',
      'The event starts more than ten years ahead. Check the date.',
    );
  }
}

function refuseEndBeforeStart(startsAt: Date, endsAt: Date | null): void {
  if (endsAt !== null && endsAt <= startsAt) {
    throw ValidationFailed.at(
      'endsAtLocal',
      'ENDS_BEFORE_START',
      'The event ends before it starts. Choose a later end.',
    );
  }
}
