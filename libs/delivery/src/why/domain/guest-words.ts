/** What a guest has answered, to be said of a person: `has declined`. */
export function rsvpWords(status: string): string {
  const words: Readonly<Record<string, string>> = {
    pending: 'has not answered',
    attending: 'is attending',
    declined: 'has declined',
    maybe: 'answered maybe',
  };
  return words[status] ?? `answered ${status}`;
}

/** The answer as a thing: `the answer was declined`. */
export function answerWords(status: string): string {
  return status === 'pending' ? 'there was no answer' : `the answer was ${status}`;
}

/** What a channel writes to. */
export function addressWords(channel: 'email' | 'sms' | 'whatsapp'): string {
  return channel === 'email' ? 'e-mail address' : 'phone number';
}

/** @param since the day, as `dayWords` says it; null where it is not known */
export function suppressionWords(reason: string, since: string | null): string {
  const on = since === null ? '' : since === 'today' ? ' today' : ` on ${since}`;
  switch (reason) {
    case 'bounce':
      return `the mailbox bounced${on}`;
    case 'complaint':
      return `a message was reported as spam${on}`;
    case 'stop':
      return `the guest answered STOP${on}`;
    case 'unsubscribe':
      return `the guest unsubscribed${on}`;
    case 'manual':
      return `the address was put on the do-not-write list${on}`;
    default:
      return `the address must not be written to${on}`;
  }
}

/** Whom an audience by answer is for: `those who have not answered`. */
export function audienceWords(audience: string): string {
  const words: Readonly<Record<string, string>> = {
    pending: 'those who have not answered',
    attending: 'those who are attending',
    declined: 'those who have declined',
    maybe: 'those who answered maybe',
  };
  return words[audience] ?? 'others';
}

/**
 * Why somebody of the audience was left out, as a stable word turned into plain ones.
 *
 * @param reason `no_address`, `suppressed:bounce`, ...
 * @param details since when and by whom, as far as it is known
 */
export function exclusionWords(
  reason: string,
  channel: 'email' | 'sms' | 'whatsapp',
  details: { readonly since: string | null; readonly sharesAddressWith: string | null },
): string {
  const [kind, why = ''] = reason.split(':');
  switch (kind) {
    case 'suppressed':
      return `suppressed, ${suppressionWords(why, details.since)}`;
    case 'no_address':
      return `no ${addressWords(channel)}`;
    case 'invalid_address':
      return `the ${addressWords(channel)} is not valid`;
    case 'duplicate_contact':
      return `shares the ${addressWords(channel)} with ${details.sharesAddressWith ?? 'another guest'}, and one message is for both`;
    case 'removed':
      return 'was taken off the list before it left';
    case 'answered_meanwhile':
      return 'left the audience before it was sent';
    case 'joined_later':
      return 'joined the audience only after its guests were counted';
    case 'already_received':
      return 'an earlier copy turned out to have arrived';
    case 'missing_value':
      return 'the text needs a value that this guest does not have';
    case 'not_reachable_us':
      return 'WhatsApp delivers no marketing templates to numbers of the United States';
    case 'outside_window':
      return 'has not written over WhatsApp within 24 hours, and only an approved template may go there then';
    default:
      return `left out: ${reason.replaceAll('_', ' ')}`;
  }
}
