const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When a message may leave at the latest; what is still waiting then is skipped as `expired`.
 *
 * The time somebody set; else the event's start; else, for a message planned at or after the start (a thank-you),
 * 24 hours after its send time.
 *
 * @param message `sendAt` null counts as before the event
 * @param eventStartsAt the derived instant of the event
 */
export function effectiveExpiry(
  message: { readonly expiresAt?: Date | null; readonly sendAt?: Date | null },
  eventStartsAt: Date,
): Date {
  if (message.expiresAt) return message.expiresAt;
  const sendAt = message.sendAt ?? null;
  if (sendAt !== null && sendAt.getTime() >= eventStartsAt.getTime()) return new Date(sendAt.getTime() + DAY_MS);
  return eventStartsAt;
}
