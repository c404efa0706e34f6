import { Injectable } from '@nestjs/common';
import { Clock, type Page } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { GuestsRepository } from '@beckon/guests';
import { readTwilioInbound } from '../domain/twilio-inbound';
import type { SignedRequest } from '../receipts/signed-request';
import { TwilioSignature } from '../receipts/twilio-signature';
import { ConversationsService } from './conversations.service';
import { InboundMessagesRepository, type InboundMessageView } from './inbound-messages.repository';

/** What guests write to us. */
@Injectable()
export class InboundMessagesService {
  constructor(
    private readonly clock: Clock,
    private readonly signature: TwilioSignature,
    private readonly inbound: InboundMessagesRepository,
    private readonly conversations: ConversationsService,
    private readonly guests: GuestsRepository,
  ) {}

  /**
   * Verifies a message of a guest, keeps it and does what it asks for. A repetition changes nothing. Twilio does not come again
   * after an error, so it is stored before it is understood.
   *
   * @throws UntrustedWebhook when it is not signed by our account
   */
  async receive(request: SignedRequest): Promise<void> {
    const message = readTwilioInbound(await this.signature.verify(request));
    if (message === null) return;
    const id = await this.inbound.insert('twilio', message, this.clock.now());
    if (id !== null) await this.conversations.tryApply(id);
  }

  /**
   * What one guest wrote, newest first.
   *
   * @throws NotFound when the event has no such guest
   */
  async listOfGuest(
    { eventId }: EventContext,
    guestId: string,
    { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  ): Promise<Page<InboundMessageView>> {
    await this.guests.get(eventId, guestId);
    return this.inbound.listOfGuest(eventId, guestId, cursor, limit);
  }
}
