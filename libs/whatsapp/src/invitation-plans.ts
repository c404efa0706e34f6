import { AuditLog, NotFound, ValidationFailed } from '@beckon/core';
import { EventCancelled, type EventContext, type EventEntity, EventsRepository } from '@beckon/events';
import { type Criteria, InvalidAudience, parseCriteria, SegmentsRepository } from '@beckon/guests';
import { auditActorOf } from '@beckon/identity';
import {
  type AudienceChoice,
  chooseAudience,
  effectiveExpiry,
  eventFactsOf,
  MessagesRepository,
  NoRecipients,
  type RecipientsQuery,
} from '@beckon/messaging';
import { checkContent } from '@beckon/templates';
import { Injectable } from '@nestjs/common';
import { type InvitationText, InvitationTexts } from './invitation-texts';
import { InvitationsRepository, type Invitees } from './invitations.repository';

/** Whom to invite, and how. */
export interface InvitationRequest {
  readonly channel: 'email' | 'whatsapp';
  readonly guestIds?: readonly string[];
  readonly audience?: string;
  readonly segmentId?: string | null;
  readonly templateName?: string;
  /** Also those who are invited already. */
  readonly again?: boolean;
}

/** What a call came to. */
export interface InvitationResult {
  readonly messageId: string;
  /** Guests who will get it. */
  readonly created: number;
  /** Guests who are invited already and were left alone. */
  readonly alreadyInvited: number;
  /** Guests who are not reached, by reason; they have a row that says so. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Everything that must be right about an invitation, and the message that it becomes. */
@Injectable()
export class InvitationPlans {
  constructor(
    private readonly events: EventsRepository,
    private readonly segments: SegmentsRepository,
    private readonly messages: MessagesRepository,
    private readonly invitations: InvitationsRepository,
    private readonly texts: InvitationTexts,
    private readonly audit: AuditLog,
  ) {}

  /** Writes the message in the running transaction. @throws as `InvitationsService.invite` */
  async add(context: EventContext, request: InvitationRequest): Promise<InvitationResult> {
    const { channel, again = false } = request;
    const { eventId, organizationId, actor } = context;
    await this.invitations.lockEvent(eventId);
    const event = await this.events.get(eventId);
    const now = await this.messages.now();
    isStillToCome(event, now);
    const text = await this.texts.get(organizationId, channel, request.templateName);
    checkContent({ channel, subject: text.columns.subject, body: text.columns.body }, eventFactsOf(event));
    const { query, choice } = await this.query(context, request, text.whatsApp);
    const { audience, segmentId } = choice;
    const invitees = await this.invitations.resolve(query, again);
    if (invitees.guestIds.length === 0) throw nobody(invitees);
    const messageId = await this.messages.add({
      ...{ organizationId, eventId, channel, audience, segmentId, ...text.columns },
      ...{ kind: 'notice_invitation', dedupe: 'guest', status: 'scheduled', sendAt: now, createdBy: actor.userId },
      guestIds: invitees.guestIds,
    });
    const { reachable: created, alreadyInvited, excluded } = invitees;
    await this.audit.record({
      organizationId,
      actor: auditActorOf(actor),
      action: 'guests.invited',
      subjectType: 'message',
      subjectId: messageId,
      detail: { eventId, channel, created, alreadyInvited },
    });
    return { messageId, created, alreadyInvited, excluded };
  }

  /** Who would get it. @throws ValidationFailed, InvalidAudience */
  async count(context: EventContext, request: InvitationRequest): Promise<Omit<InvitationResult, 'messageId'>> {
    const rule = await this.texts.ruleOf(context.organizationId, request.channel, request.templateName);
    const { query } = await this.query(context, request, rule);
    const { reachable, alreadyInvited, excluded } = await this.invitations.resolve(query, request.again ?? false);
    return { created: reachable, alreadyInvited, excluded };
  }

  private async query(
    { organizationId, eventId }: EventContext,
    request: InvitationRequest,
    whatsApp: InvitationText['whatsApp'],
  ): Promise<{ query: RecipientsQuery; choice: AudienceChoice }> {
    const choice = await this.choose(eventId, request);
    const query: RecipientsQuery = {
      ...{ organizationId, eventId, channel: request.channel, audience: choice.audience },
      criteria: await this.criteria(eventId, choice),
      // everybody has a link of their own, so two guests who share an address get one each
      dedupe: 'guest',
      isBroadcast: true,
      whatsApp,
      ...(request.guestIds && { onlyGuestIds: request.guestIds }),
    };
    return { query, choice };
  }

  /** Whom a call names. @throws ValidationFailed, InvalidAudience */
  async choose(eventId: string, { guestIds, audience, segmentId }: InvitationRequest): Promise<AudienceChoice> {
    if (guestIds === undefined) return chooseAudience(audience, segmentId);
    if (audience !== undefined || segmentId != null)
      throw ValidationFailed.at('guestIds', 'EITHER_OR', 'Name either the guests or an audience, not both.');
    const [unknown] = await this.invitations.listUnknown(eventId, guestIds);
    if (unknown !== undefined) {
      const message = `This event has no guest ${unknown}. Load the list again.`;
      throw ValidationFailed.at(`guestIds.${guestIds.indexOf(unknown)}`, 'UNKNOWN_GUEST', message);
    }
    return { audience: 'everyone', segmentId: null };
  }

  /** @throws InvalidAudience for a segment that the event does not have */
  private async criteria(eventId: string, { segmentId }: AudienceChoice): Promise<Criteria | null> {
    if (segmentId === null) return null;
    try {
      return parseCriteria((await this.segments.getForUpdate(eventId, segmentId)).criteria);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const message = 'This segment does not exist in this event. Choose another one.';
      throw new InvalidAudience(message, { errors: [{ path: 'segmentId', code: 'INVALID_AUDIENCE', message }] });
    }
  }
}

function isStillToCome(event: EventEntity, now: Date): void {
  if (event.status === 'cancelled') throw new EventCancelled();
  if (effectiveExpiry({ sendAt: null }, event.startsAt) > now) return;
  throw ValidationFailed.at('', 'EVENT_HAS_BEGUN', 'This event has begun, so nobody can be invited any more.');
}

function nobody({ alreadyInvited, excluded }: Invitees): NoRecipients {
  const detail =
    alreadyInvited > 0
      ? 'Everybody you chose is invited already. To invite them once more, say so with `again`.'
      : 'Nobody is in this audience right now. Add guests or choose another audience.';
  return new NoRecipients(detail, { alreadyInvited, excluded });
}
