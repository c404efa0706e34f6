import { Injectable } from '@nestjs/common';
import { AuditLog, Transactions } from '@beckon/core';
import type { EventContext } from '@beckon/events';
import { auditActorOf } from '@beckon/identity';
import { IdempotencyStore, IdempotentAnswer } from '@beckon/messaging';
import type { ResolveAs } from '../domain/unconfirmed';
import type { ResolvedUnconfirmedDto } from '../dto/resends.dto';
import { Reopenings } from './reopenings.service';
import { UnknownDecisions } from './unknown-decisions.service';

/** One decision about everything of a message that nobody can know about. */
@Injectable()
export class UnconfirmedService {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyStore,
    private readonly decisions: UnknownDecisions,
    private readonly reopenings: Reopenings,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Nothing to decide is no mistake: the answer says 0.
   *
   * @throws as `UnknownDecisions.decide` and `IdempotencyStore.run`
   */
  async resolveAll(
    event: EventContext,
    messageId: string,
    as: ResolveAs,
    key: string | undefined,
  ): Promise<IdempotentAnswer<ResolvedUnconfirmedDto>> {
    const done = { rows: 0 };
    const requestBody = { eventId: event.eventId, messageId, as };
    const request = { actorId: event.actor.id, operation: 'messages.resolve-unconfirmed', key, requestBody };
    const answer = await this.transactions.run(() =>
      this.idempotency.run(request, async () => {
        const { resolved, status, rows } = await this.decisions.decide(event, { messageId }, as);
        done.rows = rows;
        // sending again is noted where the message is opened
        if (resolved > 0 && rows === 0) {
          await this.audit.record({
            ...{ organizationId: event.organizationId, actor: auditActorOf(event.actor) },
            ...{ action: 'message.unconfirmed_resolved', subjectType: 'message', subjectId: messageId },
            detail: { as, resolved },
          });
        }
        return new IdempotentAnswer(200, { resolved, as, status });
      }),
    );
    await this.reopenings.ring(messageId, done.rows);
    return answer;
  }
}
