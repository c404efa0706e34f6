import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Bell, within } from '@beckon/core';
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
    const missing = await within(
      this.missingMigrations().catch(() => null),
      CHECK_TIMEOUT_MS,
      null,
    );
    if (missing === null) throw new NotReady('postgresql', 'PostgreSQL does not answer.');
    if (missing.length > 0)
      throw new NotReady('migrations', `The schema lacks ${missing.join(', ')}. Run the migrations.`);
    const queue = await within(
      this.bell.check().catch(() => 'down' as const),
      CHECK_TIMEOUT_MS,
      'down' as const,
    );
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
