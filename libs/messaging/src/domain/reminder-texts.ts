import type { ReminderKind } from './reminder-rules';

export interface ReminderText {
  readonly subject: string;
  readonly body: string;
}

/** The shipped texts; organizers may change each one like any other message. */
export const reminderTexts: Readonly<Record<ReminderKind, ReminderText>> = {
  reminder_7d: {
    subject: 'One week to go: {{event_name}}',
    body: `Hi {{ guest_first_name | default: "there" }},

{{event_name}} is only a week away, and we are so glad you are coming.

When: {{event_date}}, {{event_time}}
Where: {{venue}}

Has something come up? You can change your answer here:

{{rsvp_link}}

See you soon,
{{host_name}}`,
  },
  reminder_3d: {
    subject: 'Last call: will you join us for {{event_name}}?',
    body: `Hi {{ guest_first_name | default: "there" }},

{{event_name}} is in three days and we have not heard from you yet. We would love to have you there.

When: {{event_date}}, {{event_time}}
Where: {{venue}}

Please let us know whether you can come. It takes one click:

{{rsvp_link}}

Warmly,
{{host_name}}`,
  },
  reminder_1d: {
    subject: 'Tomorrow: {{event_name}}',
    body: `Hi {{ guest_first_name | default: "there" }},

Tomorrow is the day! Here is all you need for {{event_name}}.

When: {{event_date}}, {{event_time}}
Where: {{venue}}

If you cannot make it after all, please tell us here:

{{rsvp_link}}

We look forward to seeing you,
{{host_name}}`,
  },
  reminder_day_of: {
    subject: 'Today: {{event_name}}',
    body: `Hi {{ guest_first_name | default: "there" }},

It is today! {{event_name}} starts at {{event_time}} at {{venue}}.

Travel safely. We cannot wait to see you.

{{host_name}}`,
  },
};
