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
    const newest = migrations.at(-1)?.name ?? '';
    const applied = await within(this.newestMigration(), null);
    if (applied === null) throw new NotReady('postgresql', 'PostgreSQL does not answer.');
    if (applied !== newest)
      throw new NotReady(
        'migrations',
        `The schema is at "${applied}" and should be at "${newest}". Run the migrations.`,
      );
    const queue = await within(this.bell.check(), 'down' as const);
    if (queue === 'down') throw new NotReady('redis', 'Redis does not answer.');
    return { status: 'ready', queue };
  }

  private async newestMigration(): Promise<string> {
    const { rows } = await sql<{ name: string }>`select name from migration order by id desc limit 1`.execute(
      this.em.fork().getKysely(),
    );
    return rows[0]?.name ?? '(none)';
  }
}

async function within<T, F>(work: Promise<T>, fallback: F): Promise<T | F> {
  const timeout = new Promise<F>((resolve) => setTimeout(() => resolve(fallback), CHECK_TIMEOUT_MS).unref());
  return Promise.race([work.catch(() => fallback), timeout]);
}
