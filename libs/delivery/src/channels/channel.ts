/**
 * What one attempt to hand a message to a provider came to.
 *
 * `blame` says whom it is not: `provider` means that nothing can be sent there now (setup, credentials, not reachable),
 * `pace` that it went too fast. Neither uses up a message's attempts, and the first opens the provider's breaker when it happens again and
 * again. `setup` and `sender` open it at once: somebody has to change the setup, or the sender has to rest for `retryAfterMs`.
 */
export type Outcome =
  /** The provider took it. `isFinal`: nobody will ever tell us more (the log stub). */
  | { readonly kind: 'accepted'; readonly providerMessageId: string | null; readonly isFinal?: boolean }
  /**
   * Definitely not sent, and it would be refused again: this recipient cannot be reached. `suppress`: the address is dead; `stop`:
   * the person told the provider to stop.
   */
  | { readonly kind: 'refused'; readonly code: string; readonly error: string; readonly suppress: boolean | 'stop' }
  /** Definitely not sent, worth trying again. */
  | {
      readonly kind: 'not_sent';
      readonly code: string;
      readonly error: string;
      readonly retryAfterMs?: number;
      readonly blame?: 'provider' | 'pace' | 'setup' | 'sender';
    }
  /** Nobody can know: it may have left. `contentChanged`: under this key another content went out; never repeat it. */
  | { readonly kind: 'unclear'; readonly code: string; readonly error: string; readonly contentChanged?: true };

/** What did not work. */
export type Trouble = Exclude<Outcome, { kind: 'accepted' }>;

/** Everything about a message that is the same for all its recipients. */
export interface Envelope {
  readonly from: { readonly name: string; readonly address: string } | null;
  readonly replyTo: string | null;
  /** RFC 2919 identifier of the list, or null for notices and tests. */
  readonly listId: string | null;
}

/** One message to one recipient, rendered. */
export interface Outgoing {
  readonly deliveryId: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  /** RFC 8058 address, or null where nobody needs to unsubscribe. */
  readonly unsubscribeUrl: string | null;
  readonly envelope: Envelope;
  /** WhatsApp: the approved template that is sent by its id instead of the text, which then is what it will look like. */
  readonly template?: OutgoingTemplate;
}

/** A template at the provider, and what stands at its places: each value must be there. */
export interface OutgoingTemplate {
  readonly contentSid: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type ChannelName = 'email' | 'sms' | 'whatsapp';

/** How many sends may start now; with none, when to ask again. */
export interface Room {
  readonly sends: number;
  readonly againInMs: number;
}

/** One way out: one protocol, time-outs, typed outcomes. Knows nothing of messages, guests or tables. */
export interface Channel {
  readonly channel: ChannelName;
  /** The provider's name as the ledger keeps it. */
  readonly provider: string;
  /** What its breaker is called, where one provider has several that stop for themselves; else the provider's name. */
  readonly breaker?: string;
  /** Whether the provider recognises a repeated send by its key, so that an unclear one may be repeated. */
  readonly isKeyed: boolean;
  /** How many sends can be on the wire at the same time. */
  readonly capacity: number;
  /** What the provider's rate limit leaves to this process; absent where there is none to know. */
  room?(): Room;
  /**
   * Hands one message over. Never throws: whatever happens is an outcome.
   *
   * @param signal aborts the attempt; it is then `not_sent` if nothing of the message had left, else `unclear`
   */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome>;
  /** Gets everything that it takes to send: a library that is loaded in the middle holds up what is on the wire. Never throws. */
  prepare?(): Promise<void>;
  /** Lets go of connections; sends in flight end first. */
  close(): Promise<void>;
}
