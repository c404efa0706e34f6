import { decodeCursor, type Page } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { chooseAudience } from './choose-audience';
import type { Channel, Dedupe } from './domain/audience';
import type { ExclusionReason } from './domain/exclusion-words';
import { type GuestChoices, type ListedRecipient, RecipientListsRepository } from './recipient-lists.repository';
import type { RecipientsQuery } from './recipients-sql';

/** Whose list is asked for. */
export interface AudienceRequest {
  readonly audience?: string;
  readonly segmentId?: string;
  readonly channel: Channel;
  readonly dedupe: Dedupe;
  /** WhatsApp: the template, or `none` for free text. */
  readonly templateId?: string;
}

/** Opens the lists behind a count. */
@Injectable()
export class RecipientListsService {
  constructor(
    private readonly audiences: AudiencesService,
    private readonly lists: RecipientListsRepository,
  ) {}

  /** @throws InvalidAudience, ValidationFailed */
  async list(
    context: EventContext,
    request: AudienceRequest & {
      readonly show: 'included' | 'excluded';
      readonly reason?: ExclusionReason | 'suppressed';
      readonly cursor?: string;
      readonly limit: number;
    },
  ): Promise<Page<ListedRecipient>> {
    const after = decodeCursor(request.cursor, ['uuid']);
    return this.lists.list(await this.queryOf(context, request), {
      show: request.show,
      reason: request.reason ?? null,
      afterGuestId: after === null ? null : String(after[0]),
      limit: request.limit,
    });
  }

  /** Guests worth a preview. @throws InvalidAudience, ValidationFailed */
  async choices(context: EventContext, request: AudienceRequest): Promise<GuestChoices> {
    return this.lists.choices(await this.queryOf(context, request));
  }

  private queryOf(context: EventContext, request: AudienceRequest): Promise<RecipientsQuery> {
    const { channel, dedupe, templateId } = request;
    return this.audiences.queryFor(context, {
      ...chooseAudience(request.audience, request.segmentId),
      channel,
      dedupe,
      ...(templateId && { templateId: templateId === 'none' ? null : templateId }),
    });
  }
}
