import { createVerify } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, Config } from '@beckon/core';
import { parseJson } from '../domain/receipt-json';
import { readSesReceipt } from '../domain/receipt-ses';
import { isCertificateUrl, isSubscribeUrl, isTimely, readSnsMessage, type SnsMessage } from '../domain/receipt-sns';
import { SubscriptionNotConfirmed, UntrustedWebhook } from './receipt.errors';
import { ReceiptsService } from './receipts.service';
import { pickHeaders, type SignedRequest } from './signed-request';
import { SnsCertificates } from './sns-certificates';

const CONFIRM_TIMEOUT_MS = 5000;

/** Events of Amazon SES, which come through a topic of Amazon SNS. */
@Injectable()
export class SesReceiptsService {
  private readonly logger = new Logger(SesReceiptsService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly certificates: SnsCertificates,
    private readonly receipts: ReceiptsService,
  ) {}

  /**
   * Verifies a message of our topic, keeps it and applies it. A repetition changes nothing. A question whether we want the
   * topic is answered with yes, at the address of SNS alone.
   *
   * @throws UntrustedWebhook when it is not of our topic, or not signed by SNS
   * @throws SubscriptionNotConfirmed when SNS could not be reached
   */
  async receive(request: SignedRequest): Promise<void> {
    const now = this.clock.now();
    const message = await this.verified(request, now);
    if (message.type === 'SubscriptionConfirmation') return this.confirm(message);
    if (message.type === 'UnsubscribeConfirmation') {
      this.logger.warn('the topic of SES events was unsubscribed: no receipts come from now on');
      return;
    }
    const event = parseJson(message.message);
    await this.receipts.take({
      provider: 'ses',
      providerEventId: message.messageId,
      headers: pickHeaders(request.headers, [
        'x-amz-sns-message-id',
        'x-amz-sns-message-type',
        'content-type',
        'user-agent',
      ]),
      payload: event ?? null,
      fact: readSesReceipt(event, now),
      receivedAt: now,
    });
  }

  private async verified({ body }: SignedRequest, now: Date): Promise<SnsMessage> {
    const topicArn = this.config.sesTopicArn;
    const message = readSnsMessage(parseJson(body));
    if (topicArn === null || message === null || message.topicArn !== topicArn) throw new UntrustedWebhook();
    if (!isCertificateUrl(message.signingCertUrl, topicArn) || !isTimely(message.sentAt, now))
      throw new UntrustedWebhook();
    if (!(await this.isSigned(message))) throw new UntrustedWebhook();
    return message;
  }

  private async isSigned({ signingCertUrl, digest, signedText, signature }: SnsMessage): Promise<boolean> {
    try {
      const certificate = await this.certificates.get(signingCertUrl);
      return createVerify(digest).update(signedText, 'utf8').verify(certificate, signature, 'base64');
    } catch (error) {
      this.logger.warn({ reason: (error as Error).message }, 'a message of SNS could not be verified');
      return false;
    }
  }

  private async confirm({ subscribeUrl, topicArn }: SnsMessage): Promise<void> {
    if (subscribeUrl === null || !isSubscribeUrl(subscribeUrl, topicArn)) throw new UntrustedWebhook();
    try {
      const answer = await fetch(subscribeUrl, { redirect: 'error', signal: AbortSignal.timeout(CONFIRM_TIMEOUT_MS) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`answered with ${answer.status}`);
      this.logger.log('the topic of SES events is subscribed');
    } catch (error) {
      this.logger.warn({ reason: (error as Error).message }, 'the topic of SES events could not be subscribed');
      throw new SubscriptionNotConfirmed();
    }
  }
}
