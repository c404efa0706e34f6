import type { MessageDto } from '../../api/generated/models';
import type { Draft } from './compose-draft';

const RECENT_MS = 24 * 3_600_000;

/**
 * A message with the same words that has left within a day, or null: a second one to the same guests is usually a slip.
 *
 * @param sent messages that have left or are leaving
 * @param ownId the message that is being written, when it is saved
 */
export function sameTextSent(
  draft: Draft,
  sent: readonly MessageDto[],
  now: Date,
  ownId: string | null,
): MessageDto | null {
  const words = draft.body.trim();
  if (words === '') return null;
  return (
    sent.find(
      ({ id, channel, body, subject, sendAt, createdAt }) =>
        id !== ownId &&
        channel === draft.channel &&
        body.trim() === words &&
        (channel !== 'email' || (subject ?? '').trim() === draft.subject.trim()) &&
        now.getTime() - new Date(sendAt ?? createdAt).getTime() < RECENT_MS,
    ) ?? null
  );
}
