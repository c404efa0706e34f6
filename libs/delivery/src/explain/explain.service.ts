import { Injectable } from '@nestjs/common';
import { Bell, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import {
  AlreadySent,
  effectiveExpiry,
  type Message,
  MessageCancelled,
  MessagesRepository,
  QuotaExceeded,
  QuotaReservations,
} from '@beckon/messaging';
import { type Claim, ClaimsService } from '../engine/claims.service';
import { type DepartureEstimate, estimateDeparture } from './domain/departure-estimate';
import { ExplainRepository, type RehearsedExclusion } from './explain.repository';

/** What would happen if a message was claimed. */
export interface Rehearsal {
  readonly asOf: Date;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  /** Why it would not leave at all; null when it would. */
  readonly stop: 'event_cancelled' | 'expired' | null;
  /** Rows of the ledger: everybody of the audience. */
  readonly total: number;
  readonly recipients: number;
  readonly excluded: readonly RehearsedExclusion[];
  readonly departure: DepartureEstimate | null;
  /** Whether the quota of the day on which it leaves covers it, and the refusal in words where it does not. */
  readonly quota: { readonly fits: boolean; readonly refusal: string | null };
  /** What has not left by then is skipped. */
  readonly expiresAt: Date;
}

/** Carries a rehearsal out of its transaction: whatever is thrown inside rolls everything back. */
class Rehearsed extends Error {
  constructor(readonly rehearsal: Rehearsal) {
    super('a rehearsal is over');
  }
}

/** Says what a message would do, by doing it and taking it back. */
@Injectable()
export class ExplainService {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: MessagesRepository,
    private readonly claims: ClaimsService,
    private readonly quota: QuotaReservations,
    private readonly repository: ExplainRepository,
    private readonly bell: Bell,
  ) {}

  /**
   * Runs the real claim of a draft or a planned message, as if it was due now, in a transaction that is rolled back.
   * Nothing stays and nobody is told.
   *
   * @throws NotFound, MessageCancelled, AlreadySent, and whatever would keep the claim from working (UnresolvedTokens)
   */
  async explain(event: EventContext, messageId: string): Promise<Rehearsal> {
    try {
      return await this.transactions.run<never>(async () => {
        throw new Rehearsed(await this.rehearse(event, messageId));
      });
    } catch (error) {
      if (!(error instanceof Rehearsed)) throw error;
      await this.ringIfDue(event, messageId);
      return error.rehearsal;
    }
  }

  private async rehearse({ eventId }: EventContext, messageId: string): Promise<Rehearsal> {
    const message = await this.messages.getForUpdate(eventId, messageId);
    mustNotHaveLeft(message);
    const startsAt = await this.repository.getStart(eventId);
    const asOf = await this.messages.now();
    const plannedAt = message.sendAt != null && message.sendAt > asOf ? message.sendAt : asOf;
    const expiresAt = effectiveExpiry({ expiresAt: message.expiresAt ?? null, sendAt: plannedAt }, startsAt);
    await this.repository.makeDue(messageId);
    const claim = await this.claims.claimWithin(messageId);
    const found = { asOf, channel: message.channel, expiresAt, ...(await this.foundBy(claim, message, plannedAt)) };
    return expiresAt <= plannedAt ? { ...found, stop: found.stop ?? 'expired', departure: null } : found;
  }

  private async foundBy(
    claim: Claim | null,
    message: Message,
    plannedAt: Date,
  ): Promise<Pick<Rehearsal, 'stop' | 'total' | 'recipients' | 'excluded' | 'departure' | 'quota'>> {
    const { id, eventId, channel } = message;
    if (claim === null) throw new Error(`the rehearsal of ${id} found nothing to claim`);
    const covered = { fits: true, refusal: null };
    if ('stop' in claim)
      return { stop: claim.stop, total: 0, recipients: 0, excluded: [], departure: null, quota: covered };
    const measured = await this.repository.findLastSend(eventId, channel);
    return {
      stop: null,
      total: claim.total,
      recipients: claim.pending,
      excluded: await this.repository.listExclusions(id),
      departure: estimateDeparture(plannedAt, claim.pending, measured),
      quota: await this.quotaFor(message, plannedAt, claim.pending),
    };
  }

  /** Asks for the day on which it is planned, whatever day the rehearsal has. */
  private async quotaFor(message: Message, plannedAt: Date, recipients: number): Promise<Rehearsal['quota']> {
    try {
      await this.quota.plan(message, plannedAt, () => recipients);
      return { fits: true, refusal: null };
    } catch (error) {
      if (!(error instanceof QuotaExceeded)) throw error;
      return { fits: false, refusal: error.detail };
    }
  }

  /** A message that became due while the rehearsal held it was passed over by the workers: they look again at once. */
  private async ringIfDue({ eventId }: EventContext, messageId: string): Promise<void> {
    const { status, sendAt } = await this.messages.get(eventId, messageId);
    if (status === 'scheduled' && sendAt != null && sendAt <= (await this.messages.now()))
      await this.bell.ring(messageId);
  }
}

function mustNotHaveLeft({ status }: Message): void {
  if (status === 'draft' || status === 'scheduled') return;
  if (status === 'cancelled' || status === 'cancelling') throw new MessageCancelled();
  throw new AlreadySent('This message has left already. Its deliveries say who got it.');
}
