import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { ClaimedContent } from '../engine/claimed-content';

/** What a delivery says, and to whom. */
export interface SentContent {
  readonly id: string;
  readonly guestId: string | null;
  readonly mergeValues: Record<string, unknown>;
  readonly claimed: ClaimedContent;
}

/** A delivery that Twilio took or may have taken, and of which the last word has not come. */
export interface UntoldDelivery extends SentContent {
  readonly channel: 'sms' | 'whatsapp';
  readonly recipient: string;
  readonly providerMessageId: string | null;
  readonly firstAttemptAt: Date;
  readonly lastAttemptAt: Date;
}

/** When a row is asked about for the first time. */
export interface Patience {
  readonly unknownAfterSeconds: number;
  readonly silentAfterSeconds: number;
}

/** Twilio keeps a message in its queues for ten hours at most; carriers answer within two days or never. */
const GIVE_UP_AFTER = sql`interval '48 hours'`;

const AT_ABOUT = sql`interval '3 minutes'`;
const MOST_OTHERS = 100;

/** Which messages Twilio is to be asked about. */
@Injectable()
export class TwilioWitnessRepository {
  constructor(private readonly em: EntityManager) {}

  /**
   * Takes deliveries whose time to be asked about has come, and notes when the next time is: after 10, 20, 40 minutes and so on, at
   * most six hours apart, for two days. No other worker gets them.
   */
  async claimUntold({ unknownAfterSeconds, silentAfterSeconds }: Patience, limit: number): Promise<UntoldDelivery[]> {
    const { rows } = await sql<
      Omit<UntoldDelivery, 'firstAttemptAt' | 'lastAttemptAt'> & { firstAttemptAt: string; lastAttemptAt: string }
    >`
      with due as (
        ${silentSql('unknown', unknownAfterSeconds, limit)}
        union all
        ${silentSql('accepted', silentAfterSeconds, limit)}
        union all
        ${silentSql('sent', silentAfterSeconds, limit)}
        limit ${limit}
      ), locked as (
        select d.id from deliveries d where d.id in (select id from due) order by d.id for update skip locked
      ), noted as (
        insert into provider_checks as c (delivery_id, asked, next_ask_at)
        select id, 1, clock_timestamp() + interval '10 minutes' from locked
        on conflict (delivery_id) do update
           set asked = c.asked + 1,
               next_ask_at = clock_timestamp() + least(interval '6 hours', interval '10 minutes' * power(2, least(c.asked, 10)))
      )
      select d.id, d.channel, d.recipient, d.guest_id as "guestId", d.provider_message_id as "providerMessageId",
             d.merge_values as "mergeValues", v.content as claimed,
             d.first_attempt_at as "firstAttemptAt", coalesce(d.maybe_sent_at, d.accepted_at, d.updated_at) as "lastAttemptAt"
        from locked
        join deliveries d on d.id = locked.id
        join messages m on m.id = d.message_id
        join content_versions v on v.id = coalesce(d.content_version_id, m.content_version_id)
       order by d.status <> 'unknown', d.first_attempt_at
    `.execute(this.em.getKysely());
    return rows.map((row) => ({
      ...row,
      firstAttemptAt: new Date(row.firstAttemptAt),
      lastAttemptAt: new Date(row.lastAttemptAt),
    }));
  }

  /**
   * Other deliveries to the same number whose answer was lost too, or has not come yet, at about the same time: a message in
   * Twilio's list may be theirs.
   */
  async listOthersLost(deliveryId: string): Promise<SentContent[]> {
    const { rows } = await sql<SentContent>`
      select o.id, o.guest_id as "guestId", o.merge_values as "mergeValues", v.content as claimed
        from deliveries d
        join deliveries o on o.address_key = d.address_key and o.channel = d.channel and o.id <> d.id
        join messages m on m.id = o.message_id
        join content_versions v on v.id = coalesce(o.content_version_id, m.content_version_id)
       where d.id = ${deliveryId} and o.channel in ('sms', 'whatsapp')
         and o.status in ('unknown', 'dispatching') and o.provider_message_id is null
         and o.first_attempt_at <= d.updated_at + ${AT_ABOUT} and o.updated_at >= d.first_attempt_at - ${AT_ABOUT}
       order by o.id desc
       limit ${MOST_OTHERS}
    `.execute(this.em.getKysely());
    return rows;
  }

  /** Which of these messages are known to belong to a delivery. */
  async listKnown(sids: readonly string[]): Promise<Set<string>> {
    const { rows } = await sql<{ sid: string }>`
      select distinct provider_message_id as sid from deliveries
       where provider_message_id = any (${[...sids]}::text[]) and provider = 'twilio'
    `.execute(this.em.getKysely());
    return new Set(rows.map(({ sid }) => sid));
  }
}

/** Deliveries of one state that have been silent for so long and may be asked about now, the oldest first. */
function silentSql(status: 'unknown' | 'accepted' | 'sent', forSeconds: number, limit: number): RawBuilder<unknown> {
  return sql`(
    select d.id
      from deliveries d left join provider_checks c on c.delivery_id = d.id
     where d.provider = 'twilio' and d.status = ${sql.lit(status)}
       and d.first_attempt_at between clock_timestamp() - ${GIVE_UP_AFTER} and clock_timestamp() - make_interval(secs => ${forSeconds})
       and d.updated_at < clock_timestamp() - make_interval(secs => ${forSeconds})
       and (c.next_ask_at is null or c.next_ask_at <= clock_timestamp())
     order by d.first_attempt_at
     limit ${limit}
  )`;
}
