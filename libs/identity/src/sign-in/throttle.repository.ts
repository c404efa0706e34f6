import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { ThrottleState } from '../domain/throttle';

interface Row {
  readonly failures: number;
  readonly windowStartedAt: string;
  readonly lockedUntil: string | null;
}

/** Failed attempts per account and per address, shared by all replicas. */
@Injectable()
export class ThrottleRepository {
  constructor(private readonly em: EntityManager) {}

  /** What is remembered under a key, or null. */
  async find(key: string): Promise<ThrottleState | null> {
    return this.read(key, sql``);
  }

  /**
   * The same, locked until the transaction ends: attempts at the same moment come one after the other and none slips
   * through.
   */
  async claim(key: string): Promise<ThrottleState | null> {
    await sql`
      insert into sign_in_throttle (key, failures, window_started_at) values (${key}, 0, now()) on conflict (key) do nothing
    `.execute(this.em.getKysely());
    return this.read(key, sql`for update`);
  }

  async save(key: string, state: ThrottleState): Promise<void> {
    await sql`
      update sign_in_throttle
      set failures = ${state.failures}, window_started_at = ${state.windowStartedAt.toISOString()}::timestamptz,
          locked_until = ${state.lockedUntil?.toISOString() ?? null}::timestamptz
      where key = ${key}
    `.execute(this.em.getKysely());
  }

  async forget(key: string): Promise<void> {
    await sql`delete from sign_in_throttle where key = ${key}`.execute(this.em.getKysely());
  }

  /** Removes a few rows that no policy looks at any more; run in passing, so that the table stays small. */
  async purge(): Promise<void> {
    await sql`
      delete from sign_in_throttle where key in (
        select key from sign_in_throttle
        where window_started_at < now() - interval '1 day' and coalesce(locked_until, now()) <= now()
        limit 50 for update skip locked)
    `.execute(this.em.getKysely());
  }

  private async read(key: string, lock: RawBuilder<unknown>): Promise<ThrottleState | null> {
    const { rows } = await sql<Row>`
      select failures, window_started_at as "windowStartedAt", locked_until as "lockedUntil"
      from sign_in_throttle where key = ${key} ${lock}
    `.execute(this.em.getKysely());
    return rows[0] === undefined ? null : toState(rows[0]);
  }
}

function toState(row: Row): ThrottleState | null {
  if (row.failures === 0) return null;
  return {
    failures: row.failures,
    windowStartedAt: new Date(row.windowStartedAt),
    lockedUntil: row.lockedUntil === null ? null : new Date(row.lockedUntil),
  };
}
