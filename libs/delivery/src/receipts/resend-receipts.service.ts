import { Injectable } from '@nestjs/common';
import { Clock, Config } from '@beckon/core';
import { Webhook } from 'standardwebhooks';
import { parseJson } from '../domain/receipt-json';
import { readResendReceipt } from '../domain/receipt-resend';
import { UntrustedWebhook } from './receipt.errors';
import { ReceiptsService } from './receipts.service';
import { pickHeaders, type SignedRequest } from './signed-request';

/** Webhooks of Resend, signed by Svix. */
@Injectable()
export class ResendReceiptsService {
  private readonly webhook: Webhook | null;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly receipts: ReceiptsService,
  ) {
    this.webhook = config.resendWebhookSecret === null ? null : new Webhook(config.resendWebhookSecret);
  }

  /**
   * Verifies a webhook on its bytes, keeps it and applies it. A repetition changes nothing.
   *
   * @throws UntrustedWebhook when it is not signed with our secret within five minutes of now
   */
  async receive(request: SignedRequest): Promise<void> {
    const id = this.verify(request);
    const payload = parseJson(request.body);
    const now = this.clock.now();
    await this.receipts.take({
      provider: 'resend',
      providerEventId: id,
      headers: pickHeaders(request.headers, ['svix-id', 'svix-timestamp', 'content-type', 'user-agent']),
      payload,
      fact: readResendReceipt(payload, now),
      receivedAt: now,
    });
  }

  private verify({ headers, body }: SignedRequest): string {
    const { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature } = headers;
    if (this.webhook === null) throw new UntrustedWebhook();
    if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string')
      throw new UntrustedWebhook();
    try {
      this.webhook.verify(body, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature });
    } catch {
      throw new UntrustedWebhook();
    }
    return id;
  }
}
