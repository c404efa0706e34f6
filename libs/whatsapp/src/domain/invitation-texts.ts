/** The invitation by mail that is sent unless a saved text is named. */
export const invitationMail = {
  subject: "You're invited: {{event_name}}",
  body: `Hi {{ guest_first_name | default: "there" }},

{{host_name}} would love to have you at {{event_name}}.

When: {{event_date}}, {{event_time}}
Where: {{venue}}

Will you join us? It takes one click:

{{rsvp_link}}

Warmly,
{{host_name}}`,
} as const;

/** The WhatsApp template that is sent unless another one is named; every organization has it from the start. */
export const INVITATION_TEMPLATE = 'rsvp_invitation';
