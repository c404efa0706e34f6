import { Injectable } from '@nestjs/common';
import { AuditLog, Forbidden, NotFound, Transactions } from '@beckon/core';
import { EventEntries, type EventContext } from '@beckon/events';
import { type Actor, auditActorOf } from '@beckon/identity';
import { mayResolve, type ResolveAs, resolutionOf, whyNotResolved } from '../domain/unconfirmed';
import type { ResolvedDeliveryDto } from '../dto/resends.dto';
import { AlreadyResolved } from './resend.errors';
import { Reopenings } from './reopenings.service';
import { UnconfirmedRepository } from './unconfirmed.repository';
import { UnknownDecisions } from './unknown-decisions.service';

/** A decision about one delivery that nobody can know about. */
@Injectable()
export class ResolutionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly entries: EventEntries,
    private readonly unconfirmed: UnconfirmedRepository,
    private readonly decisions: UnknownDecisions,
    private readonly reopenings: Reopenings,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The same decision again is answered as if it had just been made.
   *
   * @throws NotFound, Forbidden (people who may see it and do not work on the event), AlreadyResolved, and as `UnknownDecisions.decide`
   */
  async resolve(actor: Actor, deliveryId: string, as: ResolveAs): Promise<ResolvedDeliveryDto> {
    const { event, messageId } = await this.enter(actor, deliveryId);
    const { status, rows } = await this.transactions.run(async () => {
      const decided = await this.decisions.decide(event, { messageId, deliveryId }, as);
      if (decided.resolved > 0) await this.record(event, messageId, deliveryId, as);
      else await this.requireDecidedSo(deliveryId, as);
      return decided;
    });
    await this.reopenings.ring(messageId, rows);
    return { deliveryId, as, resolution: resolutionOf[as], messageId, messageStatus: status };
  }

  private async requireDecidedSo(deliveryId: string, as: ResolveAs): Promise<void> {
    const row = await this.unconfirmed.find(deliveryId);
    const why = row === null ? null : whyNotResolved(as, row);
    if (why !== null) throw new AlreadyResolved(why);
  }

  private async record(event: EventContext, messageId: string, deliveryId: string, as: ResolveAs): Promise<void> {
    await this.audit.record({
      ...{ organizationId: event.organizationId, actor: auditActorOf(event.actor), action: 'delivery.resolved' },
      ...{ subjectType: 'delivery', subjectId: deliveryId, detail: { as, messageId } },
    });
  }

  /** Editors of its event come in. @throws NotFound, Forbidden */
  private async enter(actor: Actor, deliveryId: string): Promise<{ event: EventContext; messageId: string }> {
    const delivery = await this.unconfirmed.find(deliveryId);
    const entry = delivery === null ? null : await this.entries.find(actor, delivery.eventId);
    if (delivery === null || entry === null) throw new NotFound('This delivery');
    const { role, isOwnOrganization, organizationId, eventId } = entry;
    const may = mayResolve({ role, organizationRole: actor.organizationRole, isOwnOrganization });
    if (may === 'not_found') throw new NotFound('This delivery');
    if (may === 'forbidden' || role === null)
      throw new Forbidden(
        'Only editors and owners of the event can decide what became of a delivery. Ask one of them.',
      );
    return { event: { eventId, organizationId, role, actor }, messageId: delivery.messageId };
  }
}
