/** What a guest has answered; `pending` until there is an answer. */
export const RSVP_STATUSES = ['pending', 'attending', 'declined', 'maybe'] as const;
export type RsvpStatus = (typeof RSVP_STATUSES)[number];

/** How far the latest invitation of a guest got. */
export const INVITATION_STATUSES = ['not_sent', 'queued', 'sent', 'delivered', 'read', 'failed'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** How a guest was invited. */
export const INVITATION_METHODS = ['email', 'whatsapp', 'manual'] as const;
export type InvitationMethod = (typeof INVITATION_METHODS)[number];

export function isRsvpStatus(value: unknown): value is RsvpStatus {
  return (RSVP_STATUSES as readonly unknown[]).includes(value);
}
