/** A message that is still to be claimed. */
export interface WaitingMessage {
  readonly id: string;
  readonly subject: string | null;
  readonly status: 'draft' | 'scheduled';
  /** ISO 8601, UTC; null for a draft without a time. */
  readonly sendAt: string | null;
}

/** The messages that a change of a segment concerns: all counted, the next ones named. */
export interface WaitingMessages {
  readonly count: number;
  readonly messages: readonly WaitingMessage[];
}
