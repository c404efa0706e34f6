const REMINDERS: Readonly<Record<string, string>> = {
  reminder_7d: '7 days before',
  reminder_3d: '3 days before: last call',
  reminder_1d: '1 day before',
  reminder_day_of: 'On the day',
};

/** The friendly name of a kind of message that Beckon writes by itself; null for what a person wrote. */
export function reminderName(kind: string): string | null {
  return REMINDERS[kind] ?? null;
}
