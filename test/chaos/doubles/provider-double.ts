/**
 * Where a worker is with one mail, as the provider sees it. `intent`: it has begun to talk, so the intent is written, and nothing of the
 * mail is there yet. `midway`: the whole mail is there and taken, and no answer has left. `answered`: the answer has just left.
 */
export type Stage = 'intent' | 'midway' | 'answered';

/** What a provider does to one mail instead of taking it and saying so. */
export type Trouble =
  | 'none'
  | 'recipient deferred'
  | 'mail deferred'
  | 'too many requests'
  | 'error before accepting'
  | 'error after accepting'
  | 'dropped before accepting'
  | 'dropped after accepting'
  | 'slower than the time-out'
  | 'malformed answer'
  /** This recipient, for good. */
  | 'refused';

/** One copy that a provider took. The list of these is the judge of what was sent. */
export interface TakenMail {
  readonly deliveryId: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly to: string;
  readonly providerId: string;
  readonly at: number;
  /** When the answer left; null as long as it has not. */
  answeredAt: number | null;
}

/** A whole request to send, as it came. */
export interface Arrival {
  readonly deliveryId: string;
  readonly worker: string;
  readonly at: number;
}

/** How a double behaves; set by the round. */
export interface Behaviour {
  /** How long an ordinary answer takes. */
  latencyMs: () => number;
  troubleFor: (deliveryId: string) => Trouble;
  /** Whether a mail server defers this recipient, before it has seen the mail. */
  isRecipientDeferred: (address: string) => boolean;
  /** `dead`: the worker was just killed, so nobody waits for an answer. */
  onStage: (stage: Stage, worker: string) => 'go on' | 'dead';
  onTaken: (mail: TakenMail) => void;
}

/** A provider on a real socket with a ledger of its own. */
export interface ProviderDouble {
  readonly name: 'resend' | 'smtp' | 'twilio';
  readonly channels: readonly TakenMail['channel'][];
  /** Whether it recognises a repeat. */
  readonly isKeyed: boolean;
  /** Every copy it took, the first first. */
  readonly taken: readonly TakenMail[];
  /** Every complete mail that reached it, also those it refused, and repeats. */
  readonly arrivals: readonly Arrival[];
  /** Deliveries whose connection ended before a full answer, and when. */
  readonly brokenOff: ReadonlyMap<string, number>;
  /** Deliveries that it refused for good. */
  readonly refused: ReadonlySet<string>;
  behaviour: Behaviour;
  /** The environment that leads a process of this name here. */
  settingsFor(process: string): Record<string, string>;
  stop(): Promise<void>;
}

/** Takes everything at once. */
export const CALM: Behaviour = {
  latencyMs: () => 0,
  troubleFor: () => 'none',
  isRecipientDeferred: () => false,
  onStage: () => 'go on',
  onTaken: () => undefined,
};

export function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
