import { Config, NotFound } from '@beckon/core';
import { type EventContext, EventsRepository } from '@beckon/events';
import { type Branding, type GuestValues, type Preview, previewContent, sampleGuestValues } from '@beckon/templates';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { chooseAudience } from './choose-audience';
import type { Channel, Dedupe } from './domain/audience';
import { brandingWith, eventFactsOf } from './event-facts';
import { type PreviewGuest, RecipientListsRepository } from './recipient-lists.repository';

export interface PreviewRequest {
  readonly audience?: string;
  readonly segmentId?: string | null;
  readonly channel: Channel;
  readonly dedupe: Dedupe;
  readonly subject?: string | null;
  readonly body: string;
  readonly guestId?: string | null;
  /** WhatsApp: the template, or `none` for free text. */
  readonly templateId?: string | null;
  /** Looks to try instead of the saved ones. */
  readonly branding?: Partial<Branding> | null;
}

/** A text as one guest would get it. */
export interface MessagePreview {
  readonly preview: Preview;
  /** Null for an invented guest. */
  readonly guestId: string | null;
  readonly guestName: string;
  /** Why this guest would not get it; null for one who would. */
  readonly exclusion: string | null;
}

/** Shows a text as one guest would get it. Sends nothing and saves nothing. */
@Injectable()
export class PreviewsService {
  constructor(
    private readonly events: EventsRepository,
    private readonly audiences: AudiencesService,
    private readonly recipients: RecipientListsRepository,
    private readonly config: Config,
  ) {}

  /**
   * Renders for the guest that is named, else for the first who would get it, else for an invented one. The personal
   * links lead nowhere: a preview must not be able to answer for a guest. Guests who share an address are called together,
   * as the message will call them.
   *
   * @throws NotFound for a guest of another event, InvalidAudience, ValidationFailed when the text cannot be read
   */
  async preview(context: EventContext, request: PreviewRequest): Promise<MessagePreview> {
    const event = await this.events.get(context.eventId);
    const guest = await this.guestFor(context, request);
    const linkBase = this.config.publicBaseUrl;
    const values: GuestValues = guest === null ? sampleGuestValues(linkBase) : valuesOf(guest);
    const text = { channel: request.channel, subject: request.subject ?? null, body: request.body };
    const preview = await previewContent(
      {
        ...text,
        event: eventFactsOf(event),
        branding: brandingWith(event, request.branding ?? undefined),
        isBroadcast: true,
        linkBase,
      },
      values,
    );
    return {
      preview,
      guestId: guest?.id ?? null,
      guestName: guest?.name ?? String(values.guest_name),
      exclusion: guest?.reason ?? null,
    };
  }

  private async guestFor(
    context: EventContext,
    { audience, segmentId, channel, dedupe, guestId, templateId }: PreviewRequest,
  ): Promise<PreviewGuest | null> {
    const choice = chooseAudience(audience ?? (segmentId ? undefined : 'everyone'), segmentId);
    const query = await this.audiences.queryFor(context, {
      ...{ ...choice, channel, dedupe },
      ...(templateId && { templateId: templateId === 'none' ? null : templateId }),
    });
    if (!guestId) return this.recipients.findFirst(query);
    const guest =
      (await this.recipients.find(query, guestId)) ?? (await this.recipients.findAnywhere(context.eventId, guestId));
    if (guest === null) throw new NotFound('This guest');
    return guest;
  }
}

function valuesOf(guest: PreviewGuest): GuestValues {
  return { guest_name: guest.calledName, guest_first_name: guest.calledFirstName, plus_ones: guest.plusOnes };
}
