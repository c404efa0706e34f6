import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';

/** How many people templates went to, or are about to go to. */
@Injectable()
export class WhatsAppLimitRepository {
  constructor(private readonly em: EntityManager) {}

  /** People of the last 24 hours and those who wait in messages that run, over all organizations: WhatsApp counts the business as one. */
  async countUsed(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (
        select address_key from deliveries
         where channel = 'whatsapp' and first_attempt_at > clock_timestamp() - interval '24 hours'
        union
        select d.address_key from messages m join deliveries d on d.message_id = m.id
         where m.status in ('sending', 'paused') and m.channel = 'whatsapp' and d.status in ('pending', 'dispatching')
           and d.next_attempt_at <= clock_timestamp() + interval '1 hour'
      ) used
    `.execute(this.em.getKysely());
    return rows[0]!.count;
  }
}
