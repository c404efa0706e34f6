import { Clock, Config, NotFound, readLink, Transactions } from '@beckon/core';
import { type EventEntity, EventsRepository } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { AnswersService } from './answers.service';
import { renderCalendar } from './calendar-entry';
import { readRsvpForm, rsvpOpenness } from './domain/rsvp-answer';
import type { RsvpPage } from './domain/rsvp-page';
import type { Guest } from './guest.entity';
import { GuestsRepository } from './guests.repository';
import { AnswerRefused } from './rsvp.errors';

/** What a guest can do with the link in an invitation. */
@Injectable()
export class RsvpService {
  constructor(
    private readonly guests: GuestsRepository,
    private readonly events: EventsRepository,
    private readonly transactions: Transactions,
    private readonly answers: AnswersService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * What the page shows. Changes nothing: mail scanners open every link.
   *
   * @throws NotFound for a link that was not made by us or was taken back, a guest or an event that is gone
   */
  async show(token: string, isThanks: boolean): Promise<RsvpPage> {
    const guest = this.meant(token, await this.guests.find(this.guestIdOf(token)));
    return this.pageOf(token, guest, await this.events.get(guest.eventId), isThanks);
  }

  /**
   * Takes an answer. The same answer again changes nothing.
   *
   * @param form the fields of the form, unchecked
   * @throws NotFound as `show`; AnswerRefused for an answer that makes no sense or comes too late
   */
  async answer(token: string, form: Readonly<Record<string, unknown>>, requestId: string): Promise<void> {
    await this.transactions.run(async () => {
      const guest = this.meant(token, await this.guests.findForUpdate(this.guestIdOf(token)));
      const page = this.pageOf(token, guest, await this.events.get(guest.eventId), false);
      if (page.openness !== 'open') throw AnswerRefused.closed(page);
      const read = readRsvpForm(form, guest.plusOnes);
      if ('reason' in read) throw AnswerRefused.invalid(read.reason, page);
      await this.answers.record(guest, read.answer, { requestId });
    });
  }

  /** The event as a calendar file. @throws NotFound as `show` */
  async calendar(token: string): Promise<string> {
    const guest = this.meant(token, await this.guests.find(this.guestIdOf(token)));
    const event = await this.events.get(guest.eventId);
    return renderCalendar({
      eventId: event.id,
      name: event.name,
      venue: event.venue,
      hostName: event.hostName,
      description: event.description ?? null,
      startsAt: event.startsAt,
      endsAt: event.endsAt ?? null,
      isCancelled: event.status === 'cancelled',
      revision: event.revision,
      changedAt: event.updatedAt,
      url: `${this.config.publicBaseUrl}/r/${token}`,
    });
  }

  private guestIdOf(token: string): string {
    const link = readLink('rsvp', token, this.config.linkSecret);
    if (link === null) throw new NotFound('This link');
    return link.id;
  }

  /** Links carry 16 bits of the guest's link version; a raised version makes older links worthless. */
  private meant(token: string, guest: Guest | null): Guest {
    const link = readLink('rsvp', token, this.config.linkSecret);
    if (guest === null || link === null || link.version !== guest.linkVersion % 65_536) throw new NotFound('This link');
    return guest;
  }

  private pageOf(token: string, guest: Guest, event: EventEntity, isThanks: boolean): RsvpPage {
    const { name, rsvpStatus, plusOnes } = guest;
    const endsAt = event.endsAt ?? null;
    return {
      token,
      guest: { name, firstName: guest.firstName ?? null, locale: guest.locale ?? null, rsvpStatus, plusOnes },
      event: {
        name: event.name,
        description: event.description ?? null,
        venue: event.venue,
        hostName: event.hostName,
        startsAt: event.startsAt,
        endsAt,
        timeZone: event.timeZone,
        accentColour: event.accentColour ?? null,
        logoUrl: event.logoUrl ?? null,
        footer: event.footer ?? null,
      },
      openness: rsvpOpenness({ status: event.status, startsAt: event.startsAt, endsAt }, this.clock.now()),
      isThanks,
      problem: null,
    };
  }
}
