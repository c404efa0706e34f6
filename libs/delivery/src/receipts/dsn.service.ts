import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@beckon/core';
import { readDsn } from '../domain/dsn';
import { storableText } from '../domain/receipt-json';
import { ReceiptsService } from './receipts.service';

/** Bounce mails of plain SMTP. Nobody signs them: what they name is known to us and to the recipient's server alone. */
@Injectable()
export class DsnService {
  constructor(
    private readonly clock: Clock,
    private readonly receipts: ReceiptsService,
  ) {}

  /**
   * Keeps a bounce mail and applies it. A repetition changes nothing.
   *
   * @param raw the whole mail
   * @returns false when it is no delivery status notification (RFC 3464) about a mail of ours; then nothing is kept
   */
  async receiveDsn(raw: string): Promise<boolean> {
    const now = this.clock.now();
    const notification = readDsn(storableText(raw), now);
    if (notification === null) return false;
    const { deliveryId, kind, subtype, errorCode, finalRecipient, occurredAt } = notification;
    const what = { deliveryId, kind, subtype, errorCode, finalRecipient };
    await this.receipts.take({
      provider: 'smtp',
      providerEventId: createHash('sha256').update(JSON.stringify(what)).digest('hex'),
      headers: {},
      payload: { ...what, occurredAt },
      fact: notification,
      receivedAt: now,
    });
    return true;
  }
}
