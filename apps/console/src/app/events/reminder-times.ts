import { Temporal } from 'temporal-polyfill';
import { reminderName } from '../words/message-names';

/** When one automatic reminder would leave. */
export interface PlannedReminder {
  readonly kind: string;
  /** As it is called everywhere. */
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
  const plan = (kind: string, local: Temporal.PlainDateTime): PlannedReminder => {
    const at = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
    return {
      kind,
      label: reminderName(kind) ?? kind,
      at: at.toString(),
      isPast: at.epochMilliseconds <= now.getTime(),
    };
  };
  const nine = start.with({ hour: 9, minute: 0, second: 0 });
  return [
    plan('reminder_7d', start.subtract({ days: 7 })),
    plan('reminder_3d', start.subtract({ days: 3 })),
    plan('reminder_1d', start.subtract({ days: 1 })),
    plan('reminder_day_of', start.hour < 11 ? start.subtract({ hours: 2 }) : nine),
  ];
}
