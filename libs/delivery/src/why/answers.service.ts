import { Injectable } from '@nestjs/common';
import { matchesCriteria } from '@beckon/guests';
import {
  AnswersRepository,
  type AskedDelivery,
  type AskedGuest,
  type AskedMessage,
  MOST_CHANGES,
  type Pair,
} from './answers.repository';
import { answerFor } from './domain/answer';
import type { Answer, GuestFacts } from './domain/answer-facts';
import { type AnswerChange, rsvpAt } from './domain/rsvp-at';

/** An answer with what it is about. */
export interface AnsweredPair {
  readonly guest: AskedGuest | null;
  readonly message: AskedMessage;
  /** All rows of the ledger for the pair; of one delivery that was asked for, that alone. */
  readonly deliveries: readonly AskedDelivery[];
  readonly answer: Answer;
}

/** Everything that was read for some pairs. */
interface Known {
  readonly now: Date;
  readonly guests: ReadonlyMap<string, AskedGuest>;
  readonly messages: ReadonlyMap<string, AskedMessage>;
  readonly changes: ReadonlyMap<string, readonly AnswerChange[]>;
  readonly suppressions: ReadonlyMap<string, string>;
}

/** Answers "did they get it, and why (not)?": gathers the facts, and asks the one function that words it. */
@Injectable()
export class AnswersService {
  constructor(private readonly repository: AnswersRepository) {}

  /** Answers for every pair, in their order; pairs whose guest or message does not exist are left out. */
  async forPairs(pairs: readonly Pair[]): Promise<AnsweredPair[]> {
    const guestIds = unique(pairs.map(({ guestId }) => guestId));
    const messageIds = unique(pairs.map(({ messageId }) => messageId));
    const deliveries = await this.repository.listDeliveries(guestIds, messageIds);
    const byPair = Map.groupBy(deliveries, (row) => keyOf(row));
    return this.answer(pairs.map((pair) => ({ pair, deliveries: byPair.get(keyOf(pair)) ?? [] })));
  }

  /** Answers for single rows of the ledger, in the order of their ids as given. */
  async forDeliveries(ids: readonly string[]): Promise<AnsweredPair[]> {
    const rows = new Map((await this.repository.listDeliveriesById(ids)).map((row) => [row.id, row]));
    return this.answer(
      ids.flatMap((id) => {
        const row = rows.get(id);
        return row === undefined ? [] : [{ pair: row, deliveries: [row] }];
      }),
    );
  }

  private async answer(
    asked: readonly { readonly pair: Pair; readonly deliveries: readonly AskedDelivery[] }[],
  ): Promise<AnsweredPair[]> {
    if (asked.length === 0) return [];
    const known = await this.read(asked.map(({ pair }) => pair));
    return asked.flatMap(({ pair, deliveries }): AnsweredPair[] => {
      const message = known.messages.get(pair.messageId);
      const guest = pair.guestId === null ? null : known.guests.get(pair.guestId);
      if (message === undefined || guest === undefined) return [];
      const facts = {
        now: known.now,
        timeZone: message.timeZone,
        guest: guest === null ? null : guestFacts(guest, message, known),
        message,
        deliveries,
      };
      return [{ guest, message, deliveries, answer: answerFor(facts) }];
    });
  }

  private async read(pairs: readonly Pair[]): Promise<Known> {
    const guestIds = unique(pairs.map(({ guestId }) => guestId));
    const messages = byId(await this.repository.listMessages(unique(pairs.map(({ messageId }) => messageId))));
    const waiting = pairs.filter(({ messageId }) => messages.get(messageId)?.claimedAt === null);
    const listed = pairs.filter(({ messageId }) => messages.get(messageId)?.claimedAt != null);
    return {
      now: await this.repository.now(),
      guests: byId(await this.repository.listGuests(guestIds)),
      messages,
      changes: await this.repository.listChanges(unique(listed.map(({ guestId }) => guestId))),
      suppressions: await this.repository.listStandingSuppressions(waiting.filter(({ guestId }) => guestId !== null)),
    };
  }
}

function guestFacts(guest: AskedGuest, message: AskedMessage, { changes, suppressions }: Known): GuestFacts {
  const { rsvpStatus, createdAt, deletedAt } = guest;
  return {
    rsvpStatus,
    rsvpStatusThen:
      message.claimedAt === null ? null : answerThen(guest, message.claimedAt, changes.get(guest.id) ?? []),
    createdAt,
    deletedAt,
    hasAddress: (message.channel === 'email' ? guest.email : guest.phone) !== null,
    isInAudience: belongs(guest, message),
    standingSuppression: suppressions.get(keyOf({ guestId: guest.id, messageId: message.id })) ?? null,
  };
}

function belongs(guest: AskedGuest, { audience, criteria }: AskedMessage): boolean {
  if (audience === 'everyone') return true;
  if (audience !== 'segment') return guest.rsvpStatus === audience;
  return criteria !== null && matchesCriteria(criteria, guest);
}

/** Changes are kept since that table exists; an answer that is younger than the list and has no change was given before. */
function answerThen(guest: AskedGuest, at: Date, changes: readonly AnswerChange[]): string | null {
  const isOlderThanHistory =
    guest.rsvpAnsweredAt !== null &&
    guest.rsvpAnsweredAt > at &&
    !changes.some(({ changedAt }) => changedAt > at) &&
    guest.createdAt <= at;
  return isOlderThanHistory ? null : rsvpAt(at, guest.rsvpStatus, changes, changes.length < MOST_CHANGES);
}

function keyOf({ guestId, messageId }: Pair): string {
  return `${guestId} ${messageId}`;
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
