import { Bell, decodeCursor, type Page, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { IdempotencyStore, IdempotentAnswer } from '@beckon/messaging';
import type { InvitationStatus } from '@beckon/guests';
import { Injectable } from '@nestjs/common';
import { InvitationPlans, type InvitationRequest, type InvitationResult } from './invitation-plans';
import { InvitationsRepository, type InvitationView } from './invitations.repository';

/** Messages of up to this many recipients ring on the queue that big ones cannot hold up. */
const URGENT_UP_TO = 200;

/** Some invitations of an event, and how far all its guests have come. */
export interface InvitationPage extends Page<InvitationView> {
  readonly guests: Readonly<Record<InvitationStatus, number>>;
}

/** Invites guests. An invitation is a message of its own kind, so it is sent, retried and reported by the one engine. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly plans: InvitationPlans,
    private readonly invitations: InvitationsRepository,
    private readonly idempotency: IdempotencyStore,
    private readonly transactions: Transactions,
    private readonly bell: Bell,
  ) {}

  /**
   * Invites those of the guests who are not invited yet.
   *
   * @param idempotencyKey the same key with the same request gives the same answer again
   * @throws ValidationFailed, InvalidAudience, EventCancelled, TemplateNotApproved, UnresolvedTokens, NoRecipients, and as `IdempotencyStore.run`
   */
  async invite(
    context: EventContext,
    request: InvitationRequest,
    idempotencyKey: string | undefined,
  ): Promise<IdempotentAnswer<InvitationResult>> {
    const effect = {
      actorId: context.actor.id,
      operation: 'invitations.create',
      key: idempotencyKey,
      requestBody: { eventId: context.eventId, ...request },
    };
    const answer = await this.transactions.run(() =>
      this.idempotency.run(effect, async () => new IdempotentAnswer(201, await this.plans.add(context, request))),
    );
    const { messageId, created } = answer.body;
    if (!answer.isReplay) await this.bell.ring(messageId, { urgent: created <= URGENT_UP_TO });
    return answer;
  }

  /**
   * What inviting would come to right now. Nothing is sent or kept, and a template that is not approved yet is no obstacle.
   *
   * @throws ValidationFailed, InvalidAudience
   */
  async count(context: EventContext, request: InvitationRequest): Promise<Omit<InvitationResult, 'messageId'>> {
    return this.transactions.run(() => this.plans.count(context, request));
  }

  /** Newest first. */
  async list(
    { eventId }: EventContext,
    query: { readonly status?: readonly string[]; readonly cursor?: string; readonly limit: number },
  ): Promise<InvitationPage> {
    const key = decodeCursor(query.cursor, ['uuid']);
    const beforeId = key === null ? null : String(key[0]);
    const page = await this.invitations.list(eventId, { statuses: query.status ?? [], beforeId, limit: query.limit });
    return { ...page, guests: await this.invitations.countGuests(eventId) };
  }

  /** @throws NotFound */
  async get({ eventId }: EventContext, invitationId: string): Promise<InvitationView> {
    return this.invitations.get(eventId, invitationId);
  }
}
