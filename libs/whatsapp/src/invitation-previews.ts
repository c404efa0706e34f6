import type { EventContext } from '@beckon/events';
import { type MessagePreview, PreviewsService } from '@beckon/messaging';
import { Injectable } from '@nestjs/common';
import { InvitationPlans, type InvitationRequest } from './invitation-plans';
import { InvitationTexts } from './invitation-texts';

/** Shows an invitation before it is sent. */
@Injectable()
export class InvitationPreviews {
  constructor(
    private readonly plans: InvitationPlans,
    private readonly texts: InvitationTexts,
    private readonly previews: PreviewsService,
  ) {}

  /**
   * How the first of them would read it. Nothing is sent or kept, and a template that is not approved yet is no obstacle.
   *
   * @throws ValidationFailed, InvalidAudience
   */
  async preview(context: EventContext, request: InvitationRequest): Promise<MessagePreview> {
    const { channel, templateName, guestIds } = request;
    const { subject, body, whatsappTemplateId } = await this.texts.look(context.organizationId, channel, templateName);
    return this.previews.preview(context, {
      ...(await this.plans.choose(context.eventId, request)),
      ...{ channel, dedupe: 'guest', subject, body, guestId: guestIds?.[0], templateId: whatsappTemplateId },
    });
  }
}
