import { Injectable, Logger } from '@nestjs/common';
import { Bell, Transactions } from '@beckon/core';
import { parseCriteria, SegmentsRepository } from '@beckon/guests';
import {
  type Audience,
  type Dedupe,
  effectiveExpiry,
  type QuotaDelay,
  QuotaReservations,
  whatsAppRuleOf,
} from '@beckon/messaging';
import { bellsFor } from '../domain/bells';
import { type DueMessage, ClaimsRepository } from './claims.repository';
import { ClaimTexts } from './claim-texts';

/** A claim that fails this often ends the message as failed, with the reason. */
const MAX_CLAIM_ATTEMPTS = 5;
/** An approval is looked up in the background meanwhile; after the message's expiry it is cancelled. */
const UNAPPROVED_WAIT_MS = 60_000;

/** The quota does not cover a due message. Carried out of the claim's transaction, which keeps nothing. */
class QuotaShort extends Error {
  constructor(readonly delay: QuotaDelay) {
    super('the quota does not cover this message');
  }
}

/**
 * What became of a due message: its rows and how many of them will be sent, or why it must not leave any more. With a `delay`
 * the quota does not cover it, and the transaction must be rolled back.
 */
export type Claim =
  | { readonly total: number; readonly pending: number; readonly delay: QuotaDelay | null }
  | { readonly stop: 'event_cancelled' | 'expired' };

/** Turns due messages into deliveries, each in one transaction of its own. */
@Injectable()
export class ClaimsService {
  private readonly logger = new Logger(ClaimsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimsRepository,
    private readonly segments: SegmentsRepository,
    private readonly quota: QuotaReservations,
    private readonly bell: Bell,
    private readonly texts: ClaimTexts,
  ) {}

  /**
   * Claims every message that is due, oldest first; any number of replicas may do this at once.
   *
   * @returns the messages that are sending now
   */
  async claimDue(limit: number): Promise<string[]> {
    const sending: string[] = [];
    for (const messageId of await this.claims.listDue(limit)) {
      if (await this.claim(messageId)) sending.push(messageId);
    }
    return sending;
  }

  /** Rings for messages that become due before anybody looks again, so that they leave on time. Ringing twice is harmless. */
  async ringForSoon(withinMs: number, limit: number): Promise<void> {
    for (const { messageId, dueInMs } of await this.claims.listSoon(withinMs, limit)) {
      await this.bell.ring(messageId, { delayMs: dueInMs });
    }
  }

  /**
   * Claims one message if it is due and nobody else has it. A claim that goes wrong is noted and tried later:
   * it never stops others.
   *
   * @returns true when it is sending now because of this call
   */
  async claim(messageId: string): Promise<boolean> {
    try {
      const claim = await this.transactions.run(() => this.claimCovered(messageId));
      if (claim === null) return false;
      if ('stop' in claim) {
        this.logger.log({ messageId, reason: claim.stop }, 'message not sent');
        return false;
      }
      const { total, pending } = claim;
      this.logger.log({ messageId, total, pending }, 'message claimed');
      await this.ring(messageId, pending);
      return true;
    } catch (error) {
      if (error instanceof QuotaShort) return this.putOff(messageId, error.delay);
      this.logger.error({ messageId, err: error }, 'claim failed');
      await this.claims.noteFailedClaim(messageId, (error as Error).message.slice(0, 500), MAX_CLAIM_ATTEMPTS);
      return false;
    }
  }

  /**
   * The claim itself, in the transaction of the caller and without a bell: what `claim` does, and what `explain` rehearses.
   *
   * @returns null when there is nothing to claim
   */
  async claimWithin(messageId: string): Promise<Claim | null> {
    const message = await this.claims.claimDue(messageId);
    if (message === null) return null;
    const stop = reasonToStop(message);
    if (stop !== null) {
      await this.claims.cancelBySystem(message.id, stop);
      return { stop };
    }
    const template = await this.texts.templateOf(message);
    if (template !== null && template.reasonNotToSend !== null) {
      const retryAt = new Date(message.now.getTime() + UNAPPROVED_WAIT_MS);
      await this.claims.putOff(message.id, retryAt, 'template_not_approved', template.reasonNotToSend);
      this.logger.log({ messageId, reason: 'template_not_approved' }, 'message waits');
      return null;
    }
    const frozen = await this.texts.freeze(message, template);
    const contentVersionId = await this.claims.insertContent(message, frozen.claimed);
    const planned = await this.claims.insertDeliveries(message, {
      organizationId: message.organizationId,
      eventId: message.eventId,
      channel: message.channel,
      audience: message.audience as Audience,
      criteria: await this.criteriaOf(message),
      dedupe: message.dedupe as Dedupe,
      isBroadcast: true,
      whatsApp: template === null ? 'free_text' : whatsAppRuleOf(template.category),
      ...(message.namesGuests && { onlyOfMessageId: message.id }),
    });
    const { total } = planned;
    const pending = template === null ? planned.pending : await this.texts.planned(messageId, frozen);
    const delay = await this.quota.fitDue(message, pending);
    if (delay === null) await this.claims.markSending(message.id, contentVersionId, { total, pending });
    return { total, pending, delay };
  }

  /** @throws QuotaShort */
  private async claimCovered(messageId: string): Promise<Claim | null> {
    const claim = await this.claimWithin(messageId);
    if (claim !== null && 'delay' in claim && claim.delay !== null) throw new QuotaShort(claim.delay);
    return claim;
  }

  /** It stays scheduled and is tried again on a day with room, or when the quota is raised; its expiry still counts. */
  private async putOff(messageId: string, delay: QuotaDelay): Promise<false> {
    await this.transactions.run(async () => {
      const message = await this.claims.claimDue(messageId);
      if (message === null) return;
      const expiry = effectiveExpiry(message, message.event.startsAt);
      const retryAt = expiry < delay.retryAt ? expiry : delay.retryAt;
      await this.claims.putOff(messageId, retryAt, 'quota_exceeded');
      await this.quota.delay(message, delay);
      this.logger.log({ messageId, needed: delay.wanted, retryAt }, 'message waits for quota');
    });
    return false;
  }

  private async criteriaOf(message: DueMessage): Promise<ReturnType<typeof parseCriteria> | null> {
    if (message.segmentId === null) return null;
    return parseCriteria((await this.segments.get(message.eventId, message.segmentId)).criteria);
  }

  private async ring(messageId: string, pending: number): Promise<void> {
    const { count, isUrgent } = bellsFor(pending);
    for (let i = 0; i < count; i++) await this.bell.ring(messageId, { urgent: isUrgent });
  }
}

/** Why a due message must not leave any more, as a stable word; null when it may. */
function reasonToStop(message: DueMessage): 'event_cancelled' | 'expired' | null {
  if (message.event.isOver) return 'event_cancelled';
  return effectiveExpiry(message, message.event.startsAt) <= message.now ? 'expired' : null;
}
