/** Something the author should know; it does not stop the message. */
export interface MessageWarning {
  readonly code:
    'EMPTY_AUDIENCE' | 'EXPIRES_BEFORE_SEND' | 'TEMPLATE_NOT_APPROVED' | 'QUOTA_EXCEEDED' | 'RECENTLY_WRITTEN';
  readonly message: string;
}

/**
 * What is worth telling the author of a draft or a scheduled message.
 *
 * @param message `expiresAt` as `effectiveExpiry` gives it; `notSendable`: why its WhatsApp template cannot be sent now
 * @param hasRecipients whether anybody would get it today
 */
export function messageWarnings(
  message: { readonly sendAt: Date | null; readonly expiresAt: Date; readonly notSendable?: string | null },
  hasRecipients: boolean,
): MessageWarning[] {
  const warnings: MessageWarning[] = [];
  if (message.notSendable) warnings.push({ code: 'TEMPLATE_NOT_APPROVED', message: message.notSendable });
  if (!hasRecipients) {
    warnings.push({
      code: 'EMPTY_AUDIENCE',
      message:
        'Nobody in this audience could get this message today. Add guests or choose another audience before it leaves.',
    });
  }
  if (message.sendAt !== null && message.sendAt.getTime() >= message.expiresAt.getTime()) {
    warnings.push({
      code: 'EXPIRES_BEFORE_SEND',
      message:
        'This message expires before it would leave, so nobody would get it. Choose an earlier send time or a later expiry.',
    });
  }
  return warnings;
}

/** What is worth telling about a message that was due and waits. */
export function waitingWarnings(message: {
  readonly status: string;
  readonly statusReason?: string | null;
  readonly claimAfter?: Date | null;
  readonly claimError?: string | null;
}): MessageWarning[] {
  if (message.status === 'scheduled' && message.statusReason === 'template_not_approved' && message.claimError)
    return [
      { code: 'TEMPLATE_NOT_APPROVED', message: `It waits, and is looked at again each minute. ${message.claimError}` },
    ];
  if (message.status !== 'scheduled' || message.statusReason !== 'quota_exceeded') return [];
  const next = message.claimAfter
    ? `It is tried again at ${message.claimAfter.toISOString()}`
    : 'It is tried again now';
  const text = `The quota of the day did not cover this message, so it has not left yet. ${next}, or as soon as an admin raises the quota.`;
  return [{ code: 'QUOTA_EXCEEDED', message: text }];
}

/**
 * A word of caution before the same people are written to again.
 *
 * @param recentlyWritten how many of the recipients were handed another message of the event within the hour
 */
export function recencyWarnings(recentlyWritten: number): MessageWarning[] {
  if (recentlyWritten === 0) return [];
  const people = recentlyWritten === 1 ? 'One of these guests' : `${recentlyWritten} of these guests`;
  return [
    {
      code: 'RECENTLY_WRITTEN',
      message: `${people} got another message of this event within the last hour. Is this one meant to follow so soon?`,
    },
  ];
}
