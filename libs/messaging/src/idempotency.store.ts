import { ValidationFailed } from '@beckon/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from './domain/canonical-json';
import { IdempotencyKeyReused, RequestInProgress } from './message.errors';

const WAIT_MS = 5000;
const PURGE_BATCH = 200;
const LOCK_NOT_AVAILABLE = '55P03';

export interface IdempotentRequest {
  /** Keys of two callers never meet. */
  readonly actorId: string;
  /** A stable word, for example `messages.create`. Ids of the path belong into `requestBody`. */
  readonly operation: string;
  /** The header as it came; undefined: no protection asked for. */
  readonly key: string | undefined;
  /** All that makes this request the same as another. */
  readonly requestBody: unknown;
}

/** What a request is answered with: kept, and given again for the same key. */
export class IdempotentAnswer<T> {
  constructor(
    readonly statusCode: number,
    readonly body: T,
    /** True when this is the kept answer of an earlier request and nothing was done now. */
    readonly isReplay = false,
  ) {}
}

/** Remembers the answer to a request under the caller's key, in the transaction of its effect. */
@Injectable()
export class IdempotencyStore {
  constructor(private readonly em: EntityManager) {}

  /**
   * Runs `work` at most once per key. Call it inside the transaction of the effect: the answer is kept if and only if
   * the effect is. Of two requests at the same moment the second waits up to 5 s for the first. Failures are not kept.
   *
   * @returns what `work` answered, or the kept answer (24 hours)
   * @throws ValidationFailed for a malformed key, IdempotencyKeyReused for another request under it,
   *   RequestInProgress when the first one takes too long
   */
  async run<T>(request: IdempotentRequest, work: () => Promise<IdempotentAnswer<T>>): Promise<IdempotentAnswer<T>> {
    if (request.key === undefined) return work();
    checkKey(request.key);
    const hash = createHash('sha256').update(canonicalJson(request.requestBody)).digest();
    await this.lock(request);
    const kept = await this.find(request);
    if (kept !== null) {
      if (kept.hash !== hash.toString('hex')) throw new IdempotencyKeyReused();
      return new IdempotentAnswer(kept.statusCode, kept.body as T, true);
    }
    const answer = await work();
    await this.keep(request, hash, answer);
    return answer;
  }

  /** Held until the transaction ends, so that the second request reads what the first one committed. */
  private async lock({ actorId, operation, key }: IdempotentRequest): Promise<void> {
    const db = this.em.getKysely();
    const { rows } = await sql<{
      before: string;
    }>`select current_setting('lock_timeout') as before, set_config('lock_timeout', ${`${WAIT_MS}ms`}, true)`.execute(
      db,
    );
    try {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${actorId} ${operation} ${key}`}, 0))`.execute(db);
    } catch (error) {
      throw isLockTimeout(error) ? new RequestInProgress() : error;
    }
    await sql`select set_config('lock_timeout', ${rows[0]?.before ?? '0'}, true)`.execute(db);
  }

  private async find({
    actorId,
    operation,
    key,
  }: IdempotentRequest): Promise<{ hash: string; statusCode: number; body: unknown } | null> {
    const { rows } = await sql<{ hash: string; status_code: number; response: unknown }>`
      select encode(request_hash, 'hex') as hash, status_code, response
        from idempotency_keys
       where actor_id = ${actorId} and operation = ${operation} and key = ${key}
         and created_at > now() - interval '24 hours'`.execute(this.em.getKysely());
    const row = rows[0];
    return row === undefined ? null : { hash: row.hash, statusCode: row.status_code, body: row.response };
  }

  private async keep<T>(
    { actorId, operation, key }: IdempotentRequest,
    hash: Buffer,
    answer: IdempotentAnswer<T>,
  ): Promise<void> {
    const db = this.em.getKysely();
    await sql`
      insert into idempotency_keys (actor_id, operation, key, request_hash, status_code, response)
      values (${actorId}, ${operation}, ${key}, decode(${hash.toString('hex')}, 'hex'), ${answer.statusCode}, ${JSON.stringify(answer.body)}::jsonb)
      on conflict (actor_id, operation, key) do update
        set request_hash = excluded.request_hash, status_code = excluded.status_code, response = excluded.response, created_at = now()`.execute(
      db,
    );
    await sql`
      delete from idempotency_keys
       where ctid in (select ctid from idempotency_keys where created_at < now() - interval '24 hours'
                       order by created_at limit ${PURGE_BATCH} for update skip locked)`.execute(db);
  }
}

function checkKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw ValidationFailed.at(
    'Idempotency-Key',
    'INVALID_IDEMPOTENCY_KEY',
    'The Idempotency-Key must be 1 to 255 visible ASCII characters without spaces, for example a UUID.',
  );
}

function isLockTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}
