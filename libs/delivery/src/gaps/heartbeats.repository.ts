import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ChannelName } from '../channels/channel';

/** Workers that say that they are there, by the database's clock. */
@Injectable()
export class HeartbeatsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @param providers what this worker sends each channel through */
  async beat(workerId: string, providers: Readonly<Record<ChannelName, string>>): Promise<void> {
    await sql`
      insert into worker_heartbeats (worker_id, providers) values (${workerId}, ${JSON.stringify(providers)}::jsonb)
      on conflict (worker_id) do update set seen_at = clock_timestamp(), providers = excluded.providers`.execute(
      this.em.getKysely(),
    );
  }

  /** Forgets a worker that stops, and those that have been silent for a day. */
  async remove(workerId: string): Promise<void> {
    await sql`
      delete from worker_heartbeats where worker_id = ${workerId} or seen_at < clock_timestamp() - interval '1 day'`.execute(
      this.em.getKysely(),
    );
  }
}
