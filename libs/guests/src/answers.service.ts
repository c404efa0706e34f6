import { AuditLog, Clock } from '@beckon/core';
import { EventsRepository } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { type RsvpAnswer, rsvpOpenness } from './domain/rsvp-answer';
import type { Guest } from './guest.entity';
import { GuestsRepository } from './guests.repository';

/** How an answer came. */
export interface AnswerSource {
  readonly requestId?: string;
  /** The guest wrote it as a message. */
  readonly channel?: 'sms' | 'whatsapp';
  readonly inboundMessageId?: string;
}

/** What guests answer themselves, on whatever way: the one place where it is written and recorded. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly guests: GuestsRepository,
    private readonly events: EventsRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes an answer in the running transaction. The same answer again changes nothing.
   *
   * @param guest locked by the caller
   * @returns false when the same answer stood
   */
  async record(guest: Guest, { response, plusOnes }: RsvpAnswer, source: AnswerSource): Promise<boolean> {
    if (guest.rsvpStatus === response && guest.plusOnes === plusOnes && guest.rsvpAnsweredAt != null) return false;
    Object.assign(guest, { rsvpStatus: response, plusOnes, rsvpAnsweredAt: this.clock.now() });
    await this.guests.save(guest);
    const { requestId, channel, inboundMessageId } = source;
    await this.audit.record({
      organizationId: guest.organizationId,
      actor: { kind: 'guest', id: guest.id, ...(requestId !== undefined && { requestId }) },
      action: 'guest.answered',
      subjectType: 'guest',
      subjectId: guest.id,
      detail: { eventId: guest.eventId, response, plusOnes, ...(channel && { channel, inboundMessageId }) },
    });
    return true;
  }

  /**
   * Takes a "yes" or "no" that a guest wrote as a message, in the running transaction. Who comes keeps the plus-ones that are known.
   *
   * @returns `closed` when the event takes no answers any more, `gone` when there is no such guest or event
   */
  async answerByMessage(
    guestId: string,
    response: 'attending' | 'declined',
    source: AnswerSource,
  ): Promise<'answered' | 'closed' | 'gone'> {
    const guest = await this.guests.findForUpdate(guestId);
    const event = guest === null ? null : await this.events.find(guest.eventId);
    if (guest === null || event === null) return 'gone';
    const { status, startsAt, endsAt } = event;
    if (rsvpOpenness({ status, startsAt, endsAt: endsAt ?? null }, this.clock.now()) !== 'open') return 'closed';
    await this.record(guest, { response, plusOnes: response === 'declined' ? 0 : guest.plusOnes }, source);
    return 'answered';
  }
}
