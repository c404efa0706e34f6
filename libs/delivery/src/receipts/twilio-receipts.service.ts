import { Injectable, Logger } from '@nestjs/common';
import { Clock, Config, isUuid } from '@beckon/core';
import { twilioBreaker } from '../domain/providers';
import { storableText } from '../domain/receipt-json';
import { twilioErrorOf } from '../domain/twilio-errors';
import { SENDER_REST_MS, SETUP_WAIT_MS } from '../domain/twilio-outcome';
import {
  type FormFields,
  readTwilioStatus,
  twilioEventId,
  twilioFact,
  type TwilioStatus,
} from '../domain/twilio-receipt';
import { BreakerRepository } from '../engine/breaker.repository';
import { ReceiptsService } from './receipts.service';
import { pickHeaders, type SignedRequest } from './signed-request';
import { TwilioSignature } from './twilio-signature';

/** What Twilio tells of messages that it took, in callbacks and when it is asked. */
@Injectable()
export class TwilioReceiptsService {
  private readonly logger = new Logger(TwilioReceiptsService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly signature: TwilioSignature,
    private readonly receipts: ReceiptsService,
    private readonly breakers: BreakerRepository,
  ) {}

  /**
   * Verifies a status callback, keeps it and applies it. A repetition changes nothing, and so does the order: the state follows
   * from all of them. The delivery is named in the address, so a callback also tells what became of a message whose answer was lost.
   *
   * @throws UntrustedWebhook when it is not signed by our account
   */
  async receive(request: SignedRequest): Promise<void> {
    const fields = await this.signature.verify(request);
    const status = readTwilioStatus(fields);
    if (status === null) return;
    const headers = pickHeaders(request.headers, ['i-twilio-idempotency-token', 'content-type', 'user-agent']);
    await this.take(status, deliveryIdOf(request.originalUrl), { headers, payload: storable(fields) });
  }

  /**
   * Takes what is known of a message, wherever it comes from: a callback and an answer of the same words are one receipt.
   *
   * @param deliveryId the delivery it belongs to, if that is known
   */
  async take(
    status: TwilioStatus,
    deliveryId: string | null,
    raw: { readonly headers: Readonly<Record<string, string>>; readonly payload: unknown },
  ): Promise<void> {
    const now = this.clock.now();
    const isNew = await this.receipts.take({
      provider: 'twilio',
      providerEventId: twilioEventId(status),
      ...raw,
      fact: twilioFact(status, deliveryId, now),
      receivedAt: now,
    });
    if (isNew) await this.stopChannel(status);
  }

  /** Some errors only show after Twilio took the message: they stop the channel all the same. */
  private async stopChannel({ errorCode, to, channel }: TwilioStatus): Promise<void> {
    const error = twilioErrorOf(errorCode, to);
    if (error?.class === 'policy')
      this.logger.error({ channel, code: errorCode }, 'a carrier or Meta does not let a message through');
    if (error?.class !== 'setup' && error?.class !== 'sender_limit') return;
    const isSetup = error.class === 'setup';
    this.logger.error({ channel, code: errorCode }, 'the channel stops for a while');
    const breaker = twilioBreaker(channel, this.config.twilio?.isSimulated ?? false);
    await this.breakers.stop(breaker, isSetup ? SETUP_WAIT_MS : SENDER_REST_MS, {
      blame: isSetup ? 'setup' : 'sender',
      code: String(errorCode),
      error: error.words,
    });
  }
}

/** `d` of the callback's address, which the signature covers. */
function deliveryIdOf(originalUrl: string): string | null {
  const query = originalUrl.slice(originalUrl.indexOf('?') + 1);
  const id = originalUrl.includes('?') ? new URLSearchParams(query).get('d') : null;
  return id !== null && isUuid(id) ? id : null;
}

function storable(fields: FormFields): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      storableText(name),
      typeof value === 'string' ? storableText(value) : value.map(storableText),
    ]),
  );
}
