/** A message as the account's list shows it. */
export interface ListedMessage {
  readonly sid: string;
  readonly body: string;
  readonly direction: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  readonly createdAt: Date | null;
}

/** What we know of a message whose answer was lost. */
export interface LostMessage {
  /** What it says; a template is compared by its text, too. */
  readonly text: string;
  /** A number, `whatsapp:+...` or a Messaging Service. */
  readonly sender: string;
  /** When the first attempt began, and when the last may have ended. */
  readonly from: Date;
  readonly until: Date;
}

/** Twilio's clock and ours, and the time that a request may wait on the way. */
const SLACK_MS = 60_000;

/**
 * Finds a lost message in the list of what Twilio took for its number: made in those minutes, from our sender, with the same words. That
 * it is not there proves nothing.
 *
 * @param isTaken sids that are known to belong to another delivery
 * @param rivals how many other deliveries look for a message of the same words to the same number: with fewer messages than
 *   deliveries nobody can say which of them left
 * @returns null when none fits, or not enough for all; the earliest when several do
 */
export function findLost<T extends ListedMessage>(
  lost: LostMessage,
  listed: readonly T[],
  isTaken: (sid: string) => boolean,
  rivals = 0,
): T | null {
  const words = wordsOf(lost.text);
  const fitting = listed.filter(({ sid, body, direction, from, messagingServiceSid, createdAt }) => {
    if (createdAt === null || !direction.startsWith('outbound') || isTaken(sid)) return false;
    const isOurs = lost.sender.startsWith('MG') ? messagingServiceSid === lost.sender : from === lost.sender;
    const isInTime =
      createdAt.getTime() >= lost.from.getTime() - SLACK_MS && createdAt.getTime() <= lost.until.getTime() + SLACK_MS;
    // a trial account puts a sentence of its own in front
    return isOurs && isInTime && words !== '' && wordsOf(body).endsWith(words);
  });
  if (fitting.length <= rivals) return null;
  return fitting.reduce<T | null>(
    (first, message) => (first === null || message.createdAt! < first.createdAt! ? message : first),
    null,
  );
}

/** Whether two texts could not be told apart in the list. */
export function haveSameWords(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

/** Letters and digits alone: a Messaging Service may replace quotes and dashes by cheaper ones. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
