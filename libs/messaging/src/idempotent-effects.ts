import { Transactions } from '@beckon/core';
import { Injectable } from '@nestjs/common';
import { AudiencesService } from './audiences.service';
import { IdempotencyStore, type IdempotentAnswer, type IdempotentRequest } from './idempotency.store';

/** Runs an effect of a request in one transaction together with its kept answer. */
@Injectable()
export class IdempotentEffects {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyStore,
    private readonly audiences: AudiencesService,
  ) {}

  /** @throws as `IdempotencyStore.run`, whatever `work` throws, and AudienceChanged where it confirms an audience */
  async run<T>(request: IdempotentRequest, work: () => Promise<IdempotentAnswer<T>>): Promise<IdempotentAnswer<T>> {
    return this.audiences.answeringChanges(() => this.transactions.run(() => this.idempotency.run(request, work)));
  }
}
