import type { GuestInvitationDto, InvitationStatus } from '../api/generated/models';
import type { StateWords } from '../words/states';
import { instantWords } from '../words/time';

/** How far an invitation got, in the order of knowledge. */
export const INVITATION_STATES: Readonly<Record<InvitationStatus, StateWords>> = {
  queued: { icon: 'queued', word: 'Queued', tone: 'waiting' },
  sent: { icon: 'sent', word: 'Sent', tone: 'moving' },
  delivered: { icon: 'delivered', word: 'Delivered', tone: 'arrived' },
  read: { icon: 'read', word: 'Read', tone: 'arrived' },
  failed: { icon: 'failed', word: 'Failed', tone: 'lost' },
  not_sent: { icon: 'skipped', word: 'Not sent', tone: 'idle' },
};

type Row = Pick<
  GuestInvitationDto,
  'status' | 'deliveryStatus' | 'error' | 'queuedAt' | 'sentAt' | 'deliveredAt' | 'readAt' | 'nextRetryAt' | 'provider'
>;

/** What happened last, or what went wrong and what to do. */
export function invitationSentence(row: Row, timeZone: string): string {
  const at = (instant: string | null): string => (instant === null ? '' : ` ${instantWords(instant, timeZone)}`);
  if (row.error !== null && row.status !== 'delivered' && row.status !== 'read') {
    const again = row.nextRetryAt === null ? '' : ` Tried again${at(row.nextRetryAt)}.`;
    return row.error + again;
  }
  switch (row.status) {
    case 'queued':
      return row.nextRetryAt === null ? `waiting since${at(row.queuedAt)}` : `tried again${at(row.nextRetryAt)}`;
    case 'sent':
      return `sent${at(row.sentAt)}, no receipt yet`;
    case 'delivered':
      return `delivered${at(row.deliveredAt)}`;
    case 'read':
      return `read${at(row.readAt)}`;
    case 'failed':
      return 'It did not arrive, and nobody says why.';
    case 'not_sent':
      return row.deliveryStatus === 'cancelled' ? 'stopped before it left' : 'left out';
  }
}

/** Whether inviting this guest once more makes sense: it failed, or was left out, and may be mended meanwhile. */
export function canInviteAgain({ status, deliveryStatus }: Pick<Row, 'status' | 'deliveryStatus'>): boolean {
  return (status === 'failed' || status === 'not_sent') && deliveryStatus !== 'unknown';
}

const EXCLUDED: Readonly<Record<string, string>> = {
  'suppressed:stop': 'answered STOP',
  'suppressed:unsubscribe': 'unsubscribed',
  'suppressed:bounce': 'have an address that bounced',
  'suppressed:complaint': 'reported a message as spam',
  'suppressed:manual': 'are blocked by hand',
  not_reachable_us: 'have a US number: WhatsApp brings no invitations there',
  duplicate_contact: 'share an address with somebody who gets it',
};

/** Those who are left out, by reason, the most first. */
export function exclusionLines(
  excluded: Readonly<Record<string, number>>,
  channel: 'email' | 'whatsapp',
): readonly { readonly reason: string; readonly count: number; readonly words: string }[] {
  const missing = channel === 'email' ? 'have no e-mail address' : 'have no phone number';
  return Object.entries(excluded)
    .map(([reason, count]) => ({
      reason,
      count,
      words: reason === 'no_address' ? missing : (EXCLUDED[reason] ?? 'can’t be reached'),
    }))
    .sort((a, b) => b.count - a.count);
}
