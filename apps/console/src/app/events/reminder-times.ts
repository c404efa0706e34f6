import { Temporal } from 'temporal-polyfill';

/** When one automatic reminder would leave. */
export interface PlannedReminder {
  readonly label: string;
  /** ISO 8601. */
  readonly at: string;
  /** Its time has passed, so it is not sent. */
  readonly isPast: boolean;
}

/**
 * The four reminders of an event: the same wall time 7, 3 and 1 days before, and 09:00 on the day, or two hours before a start
 * that is earlier than 11:00. The server decides by the same rules; this shows them before anything is saved.
 *
 * @param startsAtLocal `2027-06-01T18:00`
 */
export function reminderTimes(startsAtLocal: string, timeZone: string, now: Date): readonly PlannedReminder[] {
  const start = Temporal.PlainDateTime.from(startsAtLocal);
  const plan = (label: string, local: Temporal.PlainDateTime): PlannedReminder => {
    const at = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
    return { label, at: at.toString(), isPast: at.epochMilliseconds <= now.getTime() };
  };
  const nine = start.with({ hour: 9, minute: 0, second: 0 });
  return [
    plan('7-day reminder', start.subtract({ days: 7 })),
    plan('3-day reminder: last call', start.subtract({ days: 3 })),
    plan('1-day reminder', start.subtract({ days: 1 })),
    plan('Day-of reminder', start.hour < 11 ? start.subtract({ hours: 2 }) : nine),
  ];
}
