import { isReminder, type ReminderKind } from './reminder-rules';

const reminderLabels: Readonly<Record<ReminderKind, string>> = {
  reminder_7d: '7 days before',
  reminder_3d: '3 days before: last call',
  reminder_1d: '1 day before',
  reminder_day_of: 'On the day',
};

const noticeLabels: Readonly<Record<string, string>> = {
  notice_rsvp_confirmed: 'RSVP confirmed',
  notice_invitation: 'Invitation',
  notice_suspicious_access: 'Suspicious access alert',
};

const MAX_LENGTH = 80;

/**
 * The name people see instead of the kind: the reminder's place before the event, or what a broadcast says first.
 *
 * @param message `subject` null where the channel has none
 */
export function messageLabel({
  kind,
  subject,
  body,
}: {
  readonly kind: string;
  readonly subject: string | null;
  readonly body: string;
}): string {
  if (isReminder(kind)) return reminderLabels[kind];
  if (kind.startsWith('notice_')) return noticeLabels[kind] ?? 'Automatic notice';
  if (kind === 'test') return 'Test message';
  const line = (subject ?? body).trim().split('\n', 1)[0]!.trim();
  if (line === '') return 'Broadcast';
  const characters = Array.from(line);
  return characters.length <= MAX_LENGTH
    ? line
    : `${characters
        .slice(0, MAX_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}
