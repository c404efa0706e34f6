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
 * @param message `subject` null where the channel has none; with `eventName` the name is ready to be read: it stands for its
 * placeholder, and every other placeholder is named in words ("[first name]")
 */
export function messageLabel({
  kind,
  subject,
  body,
  eventName,
}: {
  readonly kind: string;
  readonly subject: string | null;
  readonly body: string;
  readonly eventName?: string;
}): string {
  if (isReminder(kind)) return reminderLabels[kind];
  if (kind.startsWith('notice_')) return noticeLabels[kind] ?? 'Automatic notice';
  if (kind === 'test') return 'Test message';
  const typed = (subject ?? body).trim().split('\n', 1)[0]!.trim();
  const line = eventName === undefined ? typed : readable(typed, eventName);
  if (line === '') return 'Broadcast';
  const characters = Array.from(line);
  return characters.length <= MAX_LENGTH
    ? line
    : `${characters
        .slice(0, MAX_LENGTH - 1)
        .join('')
        // half a placeholder is of no use to anybody
        .replace(/\{\{?[^{}]*$/, '')
        .trimEnd()}…`;
}

const PLACEHOLDER = /\{\{\s*([a-z_]+)[^}]*\}\}/g;

/** As the console's menu of placeholders calls them, where that is not the name itself. */
const spokenNames: Readonly<Record<string, string>> = {
  guest_first_name: 'first name',
  guest_name: 'full name',
  plus_ones: 'plus-ones',
};

function readable(line: string, eventName: string): string {
  return line.replace(PLACEHOLDER, (_all, name: string) =>
    name === 'event_name' ? eventName : `[${spokenNames[name] ?? name.replaceAll('_', ' ')}]`,
  );
}
