/** What a job carries: an id, never a fact. */
export interface BellJob {
  readonly messageId: string;
}

export interface RingOptions {
  /** Ring later; PostgreSQL still decides whether anything is due then. */
  readonly delayMs?: number;
  /** Small or urgent messages use a queue of their own, so that big ones cannot hold them up. */
  readonly urgent?: boolean;
}

/**
 * Tells the workers that a message may have something to do. A bell can get lost: the sweeper finds
 * whatever is due in PostgreSQL, so ringing never fails and is never waited for longer than a moment.
 */
export abstract class Bell {
  abstract ring(messageId: string, options?: RingOptions): Promise<void>;

  /** Whether the bell can be heard: `down` means Redis is set but does not answer. */
  abstract check(): Promise<'redis' | 'in-process' | 'down'>;
}
