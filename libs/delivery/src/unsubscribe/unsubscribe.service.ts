import { Injectable } from '@nestjs/common';
import { Config, readLink, Transactions } from '@beckon/core';
import { SuppressionsService } from '@beckon/consent';
import { UnsubscribeRepository, type UnsubscribingDelivery } from './unsubscribe.repository';

/** What a guest can stop: one event's messages, or everything from its organizer. */
type UnsubscribeScope = 'event' | 'organization';

/** Lets a guest stop messages with the link that came with one. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly repository: UnsubscribeRepository,
    private readonly suppressions: SuppressionsService,
  ) {}

  /** Looks only: mail scanners open every link. @returns null for a link that we did not make */
  async find(token: string): Promise<UnsubscribingDelivery | null> {
    const link = readLink('unsubscribe', token, this.config.linkSecret);
    return link === null ? null : this.repository.find(link.id);
  }

  /**
   * Stops reminders and broadcasts; the answer to one's own RSVP still comes. Harmless to repeat. A test message stops nothing.
   *
   * @param choice what the form said; anything but `event` is a mail program's single click: that means everything from
   *   this organizer, because whoever clicks it wants peace
   * @returns null for a link that we did not make
   */
  async unsubscribe(token: string, choice: unknown, requestId: string): Promise<UnsubscribingDelivery | null> {
    const delivery = await this.find(token);
    if (delivery === null || delivery.messageKind === 'test') return delivery;
    const scope: UnsubscribeScope = choice === 'event' ? 'event' : 'organization';
    const { organizationId, eventId, channel, address, addressKey, guestId } = delivery;
    await this.transactions.run(() =>
      this.suppressions.suppress(
        {
          organizationId,
          channel,
          address,
          addressKey,
          scope,
          ...(scope === 'event' && { eventId }),
          appliesTo: 'broadcast',
          reason: 'unsubscribe',
          source: choice === undefined ? 'one_click' : 'unsubscribe_page',
        },
        { kind: 'guest', id: guestId, requestId },
      ),
    );
    return { ...delivery, isStopped: true };
  }
}
