import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ChannelName } from '../channels/channel';

/** The delivery that an unsubscribe link came with. */
export interface UnsubscribingDelivery {
  readonly organizationId: string;
  readonly eventId: string;
  readonly messageKind: string;
  readonly guestId: string | null;
  readonly channel: ChannelName;
  readonly address: string;
  readonly addressKey: string;
  readonly eventName: string;
  readonly hostName: string;
  readonly accentColour: string | null;
  /** Whether a standing suppression already stops such messages for this event. */
  readonly isStopped: boolean;
}

@Injectable()
export class UnsubscribeRepository {
  constructor(private readonly em: EntityManager) {}

  async find(deliveryId: string): Promise<UnsubscribingDelivery | null> {
    const { rows } = await sql<UnsubscribingDelivery>`
      select d.organization_id as "organizationId", d.event_id as "eventId", m.kind as "messageKind", d.guest_id as "guestId", d.channel,
             d.recipient as address, d.address_key as "addressKey", e.name as "eventName", e.host_name as "hostName", e.accent_colour as "accentColour",
             exists (select 1 from suppressions s
                      where s.organization_id = d.organization_id and s.channel = d.channel and s.address_key = d.address_key and s.lifted_at is null
                        and s.reason = 'unsubscribe' and (s.scope = 'organization' or (s.scope = 'event' and s.event_id = d.event_id))) as "isStopped"
        from deliveries d
        join messages m on m.id = d.message_id
        join events e on e.id = d.event_id
       where d.id = ${deliveryId} and d.address_key is not null
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }
}
