import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '@beckon/core';
import { SuppressionsService } from '@beckon/consent';
import { effectOf, SOFT_BOUNCE_DAYS, SOFT_BOUNCES } from '../domain/receipt-facts';
import { decidingFact } from '../domain/receipt-rank';
import { type IncomingReceipt, type NamedDelivery, type OpenReceipt, ReceiptsRepository } from './receipts.repository';

/** Keeps what providers tell us, and applies it: in any order and any number of times with the same result. */
@Injectable()
export class ReceiptsService {
  private readonly logger = new Logger(ReceiptsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: ReceiptsRepository,
    private readonly suppressions: SuppressionsService,
  ) {}

  /**
   * Stores a receipt and, once that is committed, tries to apply it. Whatever goes wrong with applying is made good by
   * `applyDue`: the provider may be answered as soon as this returns.
   *
   * @returns false when it was there before
   */
  async take(receipt: IncomingReceipt): Promise<boolean> {
    const id = await this.receipts.insert(receipt);
    if (id !== null && receipt.fact !== null) await this.tryApply(id);
    return id !== null;
  }

  /**
   * Applies receipts that wait: those that came before what they speak of, and those that met trouble.
   *
   * @returns how many were looked at
   */
  async applyDue(limit: number): Promise<number> {
    const ids = await this.receipts.listDue(limit);
    for (const id of ids) await this.tryApply(id);
    return ids.length;
  }

  /**
   * Applies receipts about one message that wait, also those whose next try is not due. Call it outside a transaction.
   *
   * @param limit how many are looked at
   */
  async applyWaiting(messageId: string, limit: number): Promise<void> {
    for (const id of await this.receipts.listWaiting(messageId, limit)) await this.tryApply(id);
  }

  /** Forgets raw receipts that are long done with; the facts in `email_events` stay. @returns how many */
  async prune(limit: number): Promise<number> {
    return this.receipts.deleteOld(limit);
  }

  private async tryApply(id: string): Promise<void> {
    try {
      await this.transactions.run(() => this.apply(id));
    } catch (error) {
      this.logger.warn({ receiptId: id, reason: (error as Error).message }, 'a receipt could not be applied yet');
      await this.receipts.park(id, 'apply_failed').catch(() => undefined);
    }
  }

  /** The state, the fact and the suppression in one transaction: all are known, or none. */
  private async apply(id: string): Promise<void> {
    const receipt = await this.receipts.claim(id);
    if (receipt === null) return;
    const delivery = await this.receipts.findDelivery(receipt);
    if (delivery === null) {
      const isGivenUp = await this.receipts.park(id, 'no_delivery');
      if (isGivenUp) this.logger.warn({ receiptId: id }, 'a receipt names no delivery of ours');
      return;
    }
    await this.receipts.insertEvent(receipt, delivery);
    await this.raise(receipt, delivery);
    await this.suppress(receipt, delivery);
    await this.receipts.markApplied(id, delivery.id);
  }

  /** The state follows from all facts together, so it does not matter which of them came last. */
  private async raise(receipt: OpenReceipt, delivery: NamedDelivery): Promise<void> {
    const fact = decidingFact(await this.receipts.listFacts(delivery.id));
    if (fact === null) return;
    const { kind, subtype, errorCode, detail } = fact;
    const { status } = effectOf(kind, subtype);
    const isTrouble = status === 'bounced' || status === 'failed';
    await this.receipts.raise(delivery.id, {
      status,
      reason: isTrouble && subtype !== null ? `${kind}:${subtype}` : null,
      errorCode: isTrouble ? errorCode : null,
      error: isTrouble ? detail : null,
      provider: receipt.provider,
      providerMessageId: receipt.providerMessageId,
    });
  }

  /** It is the address that we wrote to that is suppressed, whatever address a receipt names. */
  private async suppress({ kind, subtype, provider, occurredAt }: OpenReceipt, delivery: NamedDelivery): Promise<void> {
    const { suppress } = effectOf(kind, subtype);
    const { organizationId, channel, recipient, addressKey } = delivery;
    if (suppress === null || recipient === null || addressKey === null) return;
    if (suppress === 'bounce_when_repeated') {
      const hasRepeated = await this.receipts.hasSoftBounced(
        { organizationId, channel, addressKey, occurredAt },
        { times: SOFT_BOUNCES, withinDays: SOFT_BOUNCE_DAYS },
      );
      if (!hasRepeated) return;
    }
    await this.suppressions.suppress(
      {
        organizationId,
        channel,
        address: recipient,
        addressKey,
        scope: 'organization',
        appliesTo: 'all',
        reason: suppress === 'bounce_when_repeated' ? 'bounce' : suppress,
        source: provider,
      },
      { kind: 'provider', id: null },
    );
  }
}
