import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Breaker, type BreakerState, CLOSED } from '../domain/breaker';

interface BreakerRow {
  state: BreakerState;
  failures: number;
  openings: number;
  wait_ms: number;
}

/** The breakers in PostgreSQL: one truth for all workers, by the database's clock. */
@Injectable()
export class BreakerRepository {
  constructor(private readonly em: EntityManager) {}

  /** @returns the provider's breaker; closed when it never failed */
  async read(provider: string): Promise<Breaker> {
    return this.select(provider, sql``);
  }

  /** Every provider that ever failed, and how it is now. */
  async listStates(): Promise<{ provider: string; state: BreakerState }[]> {
    const { rows } = await sql<{ provider: string; state: BreakerState }>`
      select provider, state from provider_breakers order by provider
    `.execute(this.em.getKysely());
    return rows;
  }

  /** Locks the provider's breaker for the running transaction, and makes it if need be. */
  async claim(provider: string): Promise<Breaker> {
    await sql`insert into provider_breakers (provider) values (${provider}) on conflict do nothing`.execute(
      this.em.getKysely(),
    );
    return this.select(provider, sql`for update`);
  }

  async save(provider: string, { state, failures, openings, waitMs }: Breaker): Promise<void> {
    await sql`
      update provider_breakers
         set opened_at = case when ${state}::text = 'open' then clock_timestamp() when ${state}::text = 'closed' then null else opened_at end,
             half_open_at = case when ${state}::text = 'half_open' then half_open_at end,
             state = ${state}, failures = ${failures}, openings = ${openings},
             wait_until = clock_timestamp() + make_interval(secs => ${waitMs / 1000}),
             updated_at = clock_timestamp()
       where provider = ${provider}
    `.execute(this.em.getKysely());
  }

  /**
   * Takes the right to try a provider whose wait is over.
   *
   * @param forMs nobody else tries for this time
   * @returns false when another process has it
   */
  async claimTry(provider: string, forMs: number): Promise<boolean> {
    const { rows } = await sql`
      update provider_breakers
         set state = 'half_open', half_open_at = clock_timestamp(),
             wait_until = clock_timestamp() + make_interval(secs => ${forMs / 1000}), updated_at = clock_timestamp()
       where provider = ${provider} and state <> 'closed' and wait_until <= clock_timestamp()
      returning provider
    `.execute(this.em.getKysely());
    return rows.length > 0;
  }

  /** Gives the right to try back: there was nothing to send. */
  async giveTryBack(provider: string): Promise<void> {
    await sql`
      update provider_breakers set wait_until = clock_timestamp(), updated_at = clock_timestamp()
       where provider = ${provider} and state = 'half_open'
    `.execute(this.em.getKysely());
  }

  private async select(provider: string, lock: ReturnType<typeof sql>): Promise<Breaker> {
    const { rows } = await sql<BreakerRow>`
      select state, failures, openings,
             greatest(0, extract(epoch from coalesce(wait_until, clock_timestamp()) - clock_timestamp()) * 1000)::float8 as wait_ms
        from provider_breakers where provider = ${provider} ${lock}
    `.execute(this.em.getKysely());
    const row = rows[0];
    return row === undefined
      ? CLOSED
      : { state: row.state, failures: row.failures, openings: row.openings, waitMs: row.wait_ms };
  }
}
