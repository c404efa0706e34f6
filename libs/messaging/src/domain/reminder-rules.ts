import type { LocalTime } from '@beckon/core';
import type { Audience } from './audience';

/** The four reminders of every event, in the order they leave. */
export const REMINDER_KINDS = ['reminder_7d', 'reminder_3d', 'reminder_1d', 'reminder_day_of'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** Wall-time arithmetic of @beckon/core, given as a parameter so that the rules stay plain functions. */
export interface WallTime {
  /** The same or another time of day (`HH:MM`), calendar days away. */
  shiftDays(local: LocalTime, days: number, timeOfDay?: string): LocalTime;
  /** The instant of a derived wall time: over a gap the jump is added, of two the earlier counts. */
  resolveDerived(local: LocalTime, timeZone: string): Date;
}

export interface EventTimes {
  readonly startsAtLocal: LocalTime;
  readonly timeZone: string;
  readonly startsAt: Date;
}

export interface PlannedReminder {
  readonly kind: ReminderKind;
  readonly sendAt: Date;
}

/** Whom each reminder is for; the one three days before is the last call to those who have not answered. */
export const reminderAudiences: Readonly<Record<ReminderKind, Audience>> = {
  reminder_7d: 'attending',
  reminder_3d: 'pending',
  reminder_1d: 'attending',
  reminder_day_of: 'attending',
};

const daysBefore = { reminder_7d: 7, reminder_3d: 3, reminder_1d: 1 } as const;
const DAY_OF_TIME = '09:00';
/** On the day it leaves at the latest this long before the start. */
const DAY_OF_LEAD_MS = 2 * 60 * 60 * 1000;

export function isReminder(kind: string): kind is ReminderKind {
  return (REMINDER_KINDS as readonly string[]).includes(kind);
}

/** When a reminder of an event leaves: a rule over calendar days and wall times, not hours subtracted. */
export function reminderTime(kind: ReminderKind, event: EventTimes, wall: WallTime): Date {
  if (kind !== 'reminder_day_of')
    return wall.resolveDerived(wall.shiftDays(event.startsAtLocal, -daysBefore[kind]), event.timeZone);
  const morning = wall.resolveDerived(wall.shiftDays(event.startsAtLocal, 0, DAY_OF_TIME), event.timeZone).getTime();
  return new Date(Math.min(morning, event.startsAt.getTime() - DAY_OF_LEAD_MS));
}

/** All four with their times; those that are past included. */
export function planReminders(event: EventTimes, wall: WallTime): PlannedReminder[] {
  return REMINDER_KINDS.map((kind) => ({ kind, sendAt: reminderTime(kind, event, wall) }));
}

/**
 * When a reminder is no longer worth sending: at the time of the next one that is planned, or at the event's start,
 * whichever is first.
 *
 * @param planned the times of all reminders that are going to leave
 */
export function reminderExpiry(sendAt: Date, planned: readonly Date[], eventStartsAt: Date): Date {
  const later = [...planned, eventStartsAt].map((at) => at.getTime()).filter((at) => at > sendAt.getTime());
  return new Date(Math.min(...later, eventStartsAt.getTime()));
}

/** What is known of a reminder that exists already. */
export interface ExistingReminder {
  readonly status: string;
  readonly cancelledBy: 'person' | 'system' | null;
  readonly editedByHand: boolean;
}

/** What becomes of one reminder when its event has moved. */
export type ReminderMove = 'create' | 'plan' | 'revive' | 'skip_past' | 'leave';

/**
 * Decides what a move of the event means for one of its reminders. Sent and running ones, those a person cancelled and
 * those whose time a person chose stay as they are; a changed text alone still follows the event.
 *
 * @param existing null when there is none (it was past when the event was created)
 * @param isAhead whether its new time is still to come
 */
export function decideReminderMove(existing: ExistingReminder | null, isAhead: boolean): ReminderMove {
  if (existing === null) return isAhead ? 'create' : 'leave';
  if (existing.editedByHand) return 'leave';
  if (existing.status === 'scheduled') return isAhead ? 'plan' : 'skip_past';
  if (existing.status === 'cancelled' && existing.cancelledBy === 'system') return isAhead ? 'revive' : 'leave';
  return 'leave';
}
