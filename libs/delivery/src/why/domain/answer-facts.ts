import type { DeliveryStatus } from '../../domain/delivery-state';

/** The guest as the list has them now, as far as an answer needs it. */
export interface GuestFacts {
  readonly rsvpStatus: string;
  /** What was answered when the list of the message was fixed; null when it is not fixed, or that was not kept. */
  readonly rsvpStatusThen: string | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  /** On the message's channel. */
  readonly hasAddress: boolean;
  /** Whether the guest belongs to the message's audience as things stand. */
  readonly isInAudience: boolean;
  /** Why the address must not be written to as things stand: `bounce`, `unsubscribe`, ...; null when it may. */
  readonly standingSuppression: string | null;
}

export interface MessageFacts {
  /** `broadcast`, `reminder_1d`, `notice_...`. */
  readonly kind: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  /** `everyone`, one of the answers, or `segment`. */
  readonly audience: string;
  readonly segmentName: string | null;
  readonly status: string;
  readonly statusReason: string | null;
  readonly cancelledBy: 'person' | 'system' | null;
  /** The person who cancelled it, where that is known. */
  readonly cancelledByName: string | null;
  readonly sendAt: Date | null;
  readonly heldUntil: Date | null;
  /** When the list of guests was fixed. */
  readonly claimedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Claims that went wrong. */
  readonly claimAttempts: number;
  readonly claimAfter: Date | null;
}

/** One row of the ledger for this guest and this message, with what receipts said. */
export interface DeliveryFacts {
  readonly id: string;
  /** Of the ladder, and of deliberate repeats: 0 and 0 for the first. */
  readonly step: number;
  readonly copy: number;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly provider: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly mayHaveLeft: boolean;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly acceptedAt: Date | null;
  readonly updatedAt: Date;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  readonly complainedAt: Date | null;
  /** Since when the address is suppressed, for a row that was left out for that. */
  readonly suppressedAt: Date | null;
  /** What somebody decided about a row that nobody could know about. */
  readonly resolvedAt: Date | null;
  /** Null where the organization's setting decided. */
  readonly resolvedByName: string | null;
  /** The guest who got the one message to a shared address. */
  readonly sharesAddressWith: string | null;
}

/** All that an answer is made of: one guest, one message, and every row of the ledger that has both. */
export interface AnswerFacts {
  readonly now: Date;
  /** The event's. */
  readonly timeZone: string;
  /** Null for what was sent to nobody on the list. */
  readonly guest: GuestFacts | null;
  readonly message: MessageFacts;
  readonly deliveries: readonly DeliveryFacts[];
}

/** What can be answered to "did they get it?", from the best to the worst. */
export const ANSWERS = ['yes', 'probably', 'not_yet', 'not_known', 'no'] as const;
export type AnswerKind = (typeof ANSWERS)[number];

export interface Answer {
  readonly answer: AnswerKind;
  /** One line of plain English that begins with the answer and ends with the reason; times are the event's. */
  readonly sentence: string;
  /** The same reason as a stable word. */
  readonly reasonCode: string;
  /** When what the sentence says happened, or will happen; null where there is no such moment. */
  readonly at: Date | null;
  /** The row that decided; null where the ledger has none. */
  readonly deliveryId: string | null;
}

/** An answer before it is put together. */
export interface Verdict {
  readonly answer: AnswerKind;
  readonly words: string;
  readonly reasonCode: string;
  readonly at: Date | null;
}
