import { Bell, Config, ValidationFailed } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { isExpiredAt } from './domain/message-times';
import type { CheckedDraft } from './draft-checks.service';
import type { Message } from './message.entity';
import { TemplateNotApproved } from './message.errors';
import type { MessageFields } from './messages.repository';
import { QuotaReservations } from './quota/quota-reservations';

/** Messages of up to this many recipients ring on the queue that big ones cannot hold up. */
const URGENT_UP_TO = 200;

export interface SendNowRequest {
  /** Of the count the caller looked at. */
  readonly snapshot?: string | null;
  readonly holdSeconds?: number;
}

/** Sends messages on their way: now, or by a bell when they are nearly due. */
@Injectable()
export class Departures {
  constructor(
    private readonly audiences: AudiencesService,
    private readonly quota: QuotaReservations,
    private readonly bell: Bell,
    private readonly config: Config,
  ) {}

  /**
   * Checks that a message can leave now, and to whom.
   *
   * @param now the database's
   * @returns the fields that make it leave, and how many would get it
   * @throws TemplateNotApproved, NoRecipients, ValidationFailed when it is expired, AudienceChanged (see `AudiencesService.answeringChanges`)
   */
  async leaveNow(
    { event, query, notSendable }: CheckedDraft,
    message: { readonly segmentId: string | null; readonly expiresAt: Date | null },
    { snapshot, holdSeconds = 0 }: SendNowRequest,
    now: Date,
  ): Promise<{ fields: Pick<MessageFields, 'status' | 'sendAt' | 'heldUntil' | 'snapshotId'>; count: number }> {
    const sendAt = new Date(now.getTime() + holdSeconds * 1000);
    if (isExpiredAt(sendAt, message, event.startsAt)) {
      throw ValidationFailed.at(
        'expiresAt',
        'EXPIRES_TOO_EARLY',
        'This message expired. Give it a later expiresAt, then send it.',
      );
    }
    if (notSendable !== null) throw new TemplateNotApproved(notSendable);
    const { count, snapshotId } = await this.audiences.confirm(query, message.segmentId, snapshot ?? null);
    return { fields: { status: 'scheduled', sendAt, heldUntil: holdSeconds > 0 ? sendAt : null, snapshotId }, count };
  }

  /**
   * Holds quota for a message that was just scheduled, in the same transaction.
   *
   * @param count how many would get it; asked only when there is a limit
   * @throws QuotaExceeded
   */
  async reserve(message: Message, count: () => number | Promise<number>): Promise<void> {
    await this.quota.plan(message, message.sendAt ?? null, count);
  }

  /**
   * Rings for a message that is due before the next poll. Call it after the commit.
   *
   * @param count of its recipients, if it was counted
   */
  async ring({ id, status, sendAt }: Message, now: Date, count: number | null): Promise<void> {
    if (status !== 'scheduled' || !sendAt) return;
    const delayMs = Math.max(0, sendAt.getTime() - now.getTime());
    if (delayMs > Math.max(this.config.pollIntervalSeconds, 60) * 1000) return;
    await this.bell.ring(id, { delayMs, urgent: count !== null && count <= URGENT_UP_TO });
  }
}
