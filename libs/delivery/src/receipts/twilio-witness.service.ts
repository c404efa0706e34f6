import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@beckon/core';
import { compileFrozen, renderContent } from '@beckon/templates';
import { TwilioApi, type TwilioMessage } from '../channels/twilio-api';
import { aCall } from '../channels/twilio-wire';
import { messageBody } from '../domain/twilio-request';
import { findLost, haveSameWords } from '../domain/twilio-witness';
import { guestLinks } from '../engine/guest-links';
import { TwilioReceiptsService } from './twilio-receipts.service';
import {
  type Patience,
  type SentContent,
  TwilioWitnessRepository,
  type UntoldDelivery,
} from './twilio-witness.repository';

const ASK_TIMEOUT_MS = 5000;
/** Callbacks come within seconds: an unclear end has settled by then, and a silent message has lost its callback. */
const PATIENCE: Patience = { unknownAfterSeconds: 180, silentAfterSeconds: 600 };

/**
 * The second witness: asks Twilio about messages whose answer or last callback was lost. What it says is a receipt like any other. That
 * a message is not in the list proves nothing, so nothing follows from that.
 */
@Injectable()
export class TwilioWitnessService implements OnApplicationShutdown {
  private readonly logger = new Logger(TwilioWitnessService.name);
  private readonly api: TwilioApi | null;

  constructor(
    private readonly config: Config,
    private readonly untold: TwilioWitnessRepository,
    private readonly receipts: TwilioReceiptsService,
  ) {
    this.api = config.twilio === null ? null : new TwilioApi(config.twilio);
  }

  /**
   * Asks about deliveries that wait for their last word.
   *
   * @param limit how many, so that a round stays short and Twilio is not flooded
   * @param patience how long they have to be silent first
   * @returns how many Twilio knew something about
   */
  async ask(limit: number, patience: Patience = PATIENCE): Promise<number> {
    if (this.api === null) return 0;
    let told = 0;
    for (const delivery of await this.untold.claimUntold(patience, limit)) {
      try {
        const message = await this.find(this.api, delivery);
        if (message === null) continue;
        await this.tell(message, delivery);
        told++;
      } catch (error) {
        this.logger.warn(
          { deliveryId: delivery.id, reason: (error as Error).name },
          'Twilio could not be asked about a message',
        );
        // what fails once fails for all of them now; each has its next time
        break;
      }
    }
    return told;
  }

  onApplicationShutdown(): void {
    this.api?.close();
  }

  private async find(api: TwilioApi, delivery: UntoldDelivery): Promise<TwilioMessage | null> {
    const call = aCall(AbortSignal.timeout(ASK_TIMEOUT_MS));
    if (delivery.providerMessageId !== null) return api.find(delivery.providerMessageId, call);
    const sender = this.senderOf(delivery.channel);
    if (sender === null) return null;
    const to = delivery.channel === 'whatsapp' ? `whatsapp:${delivery.recipient}` : delivery.recipient;
    const listed = await api.listTo(to, call);
    const known = await this.untold.listKnown(listed.map(({ sid }) => sid));
    const lost = { text: this.textOf(delivery), sender, from: delivery.firstAttemptAt, until: delivery.lastAttemptAt };
    const others = await this.untold.listOthersLost(delivery.id);
    const rivals = others.filter((other) => haveSameWords(this.textOf(other), lost.text)).length;
    return findLost(lost, listed, (sid) => known.has(sid), rivals);
  }

  private async tell(
    { sid, status, errorCode }: TwilioMessage,
    { id, recipient, channel }: UntoldDelivery,
  ): Promise<void> {
    const said = { messageSid: sid, status, errorCode, to: recipient, channel };
    await this.receipts.take(said, id, { headers: {}, payload: { asked: true, sid, status, errorCode } });
  }

  /** Exactly what was sent: rendering is a pure function of what is frozen. */
  private textOf({ claimed, id, guestId, mergeValues }: SentContent): string {
    const message = { linkBase: claimed.content.linkBase, isBroadcast: claimed.isBroadcast };
    const { values } = guestLinks(message, { id, guestId, mergeValues }, this.config.linkSecret);
    return messageBody(renderContent(compileFrozen(claimed.content), { ...mergeValues, ...values }).text);
  }

  private senderOf(channel: 'sms' | 'whatsapp'): string | null {
    const { twilio } = this.config;
    return (channel === 'sms' ? twilio?.smsFrom : twilio?.whatsappFrom) ?? null;
  }
}
