import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Bell } from '@beckon/core';
import { migrations } from '@beckon/migrations';
import { sql } from 'kysely';
import { NotReady } from './not-ready.error';

const CHECK_TIMEOUT_MS = 2000;

/** What has to work before this process can serve anybody. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly em: EntityManager,
    private readonly bell: Bell,
  ) {}

  /** @throws NotReady naming the first part that is missing */
  async check(): Promise<{ status: 'ready'; queue: 'redis' | 'in-process' }> {
    const missing = await within(this.missingMigrations(), null);
    if (missing === null) throw new NotReady('postgresql', 'PostgreSQL does not answer.');
    if (missing.length > 0)
      throw new NotReady('migrations', `The schema lacks ${missing.join(', ')}. Run the migrations.`);
    const queue = await within(this.bell.check(), 'down' as const);
    if (queue === 'down') throw new NotReady('redis', 'Redis does not answer.');
    return { status: 'ready', queue };
  }

  /** What this code needs and the schema has not got. A newer schema is fine: during a deploy old replicas still serve. */
  private async missingMigrations(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(this.em.fork().getKysely());
    const applied = new Set(rows.map((row) => row.name));
    return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
  }
}

async function within<T, F>(work: Promise<T>, fallback: F): Promise<T | F> {
  const timeout = new Promise<F>((resolve) => setTimeout(() => resolve(fallback), CHECK_TIMEOUT_MS).unref());
  return Promise.race([work.catch(() => fallback), timeout]);
}
