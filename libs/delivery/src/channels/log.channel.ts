import { Logger } from '@nestjs/common';
import { providers } from '../domain/providers';
import type { Channel, ChannelName, Outcome, Outgoing } from './channel';

const MAILBOX_TIMEOUT_MS = 2000;

/**
 * Stands in where no provider is configured: nothing leaves the machine, and the ledger says so (`provider` = `log`).
 * The text goes to the development mailbox if there is one, never to the logs.
 */
export class LogChannel implements Channel {
  readonly provider = 'log';
  readonly isKeyed = providers.log.isKeyed;
  readonly capacity = 20;
  private readonly logger = new Logger(LogChannel.name);

  constructor(
    readonly channel: ChannelName,
    private readonly mailboxUrl: string | null,
  ) {}

  async send(outgoing: Outgoing): Promise<Outcome> {
    if (this.mailboxUrl !== null) await this.show(outgoing, this.mailboxUrl);
    return { kind: 'accepted', providerMessageId: `log:${outgoing.deliveryId}`, isFinal: true };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async show(outgoing: Outgoing, mailboxUrl: string): Promise<void> {
    try {
      await fetch(new URL('/api/log', mailboxUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          channel: this.channel,
          from: outgoing.envelope.from?.name ?? 'Beckon',
          to: outgoing.to,
          subject: outgoing.subject,
          text: outgoing.text,
          html: outgoing.html,
        }),
        signal: AbortSignal.timeout(MAILBOX_TIMEOUT_MS),
      });
    } catch (error) {
      this.logger.warn(
        { deliveryId: outgoing.deliveryId, reason: (error as Error).message },
        'the development mailbox did not take a copy',
      );
    }
  }
}
