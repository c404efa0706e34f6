import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Breaker, type BreakerCause, type BreakerState, CLOSED } from '../domain/breaker';

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

  /** @param cause why it opens; what is known stays when nothing is said, and goes when it closes */
  async save(
    provider: string,
    { state, failures, openings, waitMs }: Breaker,
    cause: BreakerCause | null = null,
  ): Promise<void> {
    await sql`
      update provider_breakers
         set opened_at = case when ${state}::text = 'open' then clock_timestamp() when ${state}::text = 'closed' then null else opened_at end,
             half_open_at = case when ${state}::text = 'half_open' then half_open_at end,
             state = ${state}, failures = ${failures}, openings = ${openings},
             wait_until = clock_timestamp() + make_interval(secs => ${waitMs / 1000}),
             blame = case when ${state}::text <> 'closed' then coalesce(${cause?.blame ?? null}, blame) end,
             code = case when ${state}::text <> 'closed' then coalesce(${cause?.code ?? null}, code) end,
             error = case when ${state}::text <> 'closed' then coalesce(${cause?.error ?? null}, error) end,
             updated_at = clock_timestamp()
       where provider = ${provider}
    `.execute(this.em.getKysely());
  }

  /**
   * Opens a breaker at once, for a reason that came in a receipt. An open one stays open for at least as long.
   */
  async stop(provider: string, forMs: number, cause: BreakerCause): Promise<void> {
    const until = sql`clock_timestamp() + make_interval(secs => ${forMs / 1000})`;
    await sql`
      insert into provider_breakers as b (provider, state, failures, openings, opened_at, wait_until, blame, code, error)
      values (${provider}, 'open', 1, 1, clock_timestamp(), ${until}, ${cause.blame}, ${cause.code}, ${cause.error})
      on conflict (provider) do update
         set state = 'open', openings = greatest(b.openings, 1), opened_at = coalesce(b.opened_at, clock_timestamp()), half_open_at = null,
             wait_until = greatest(b.wait_until, excluded.wait_until), blame = excluded.blame, code = excluded.code, error = excluded.error,
             updated_at = clock_timestamp()
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
