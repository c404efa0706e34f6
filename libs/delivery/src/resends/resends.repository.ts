import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Message, type RecipientsQuery, recipientsSql } from '@beckon/messaging';
import { type RawBuilder, sql } from 'kysely';
import { copiedSql, failedForNowSql, hasReceiptWaitingSql, notReachedSql } from './resends-sql';

/** What could be done for a message that was sent, in guests. */
export interface NextSteps {
  /** Failed, and may be tried again. */
  readonly retryable: number;
  /** Failed, and would fail again. */
  readonly permanent: number;
  /** In the audience today, and neither reached nor on the way. */
  readonly missed: number;
  /** Nobody can know whether they got it, and nobody has decided. */
  readonly unconfirmed: number;
}

/** Writes deliveries for guests of a message that was sent before. The message is locked by the caller. */
@Injectable()
export class ResendsRepository {
  constructor(private readonly em: EntityManager) {}

  /** @param audience of today; null: nobody is missed */
  async countNextSteps(message: Message, audience: RecipientsQuery | null): Promise<NextSteps> {
    const { rows } = await sql<NextSteps>`
      select (select count(*)::int from (${retryableSql(message)}) r) as retryable,
             (select count(*)::int from deliveries d
               where d.message_id = ${message.id} and d.superseded_at is null and d.status in ('failed', 'bounced')) as permanent,
             (select count(*)::int from deliveries d
               where d.message_id = ${message.id} and d.superseded_at is null and d.status = 'unknown') as unconfirmed,
             ${audience === null ? sql`0` : sql`(select count(*)::int from (${missedSql(message, audience)}) r)`} as missed
    `.execute(this.em.getKysely());
    const { retryable, permanent, missed, unconfirmed } = rows[0]!;
    return { retryable, permanent: permanent - retryable, missed, unconfirmed };
  }

  /** Copies the rows that failed for now. @returns how many */
  async copyFailed(message: Message): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      with chosen as (${retryableSql(message)} order by d.id for update of d),
      copied as (${copiedSql}),
      closed as (update deliveries d set superseded_at = clock_timestamp(), updated_at = clock_timestamp() from chosen c where d.id = c.id)
      select count(*)::int as n from copied
    `.execute(this.em.getKysely());
    return rows[0]!.n;
  }

  /**
   * Adds rows for everybody in the audience of today who was neither reached nor may have been. The ledger keeps exactly one row
   * of step 0, copy 0 per guest: whoever has one (left out, or failed) gets a copy, and the row before it is superseded; whoever
   * joined later gets a row of step 0, copy 0. Where the key of the address was used up by somebody else's failed row, the guest
   * is added to it.
   *
   * @returns how many rows were added, and how many of them for guests who had none
   */
  async addMissed(message: Message, audience: RecipientsQuery): Promise<{ sent: number; newcomers: number }> {
    const { rows } = await sql<{ sent: number; newcomers: number }>`
      with prior as (
        select guest_id, max(copy) as copy from deliveries where message_id = ${message.id} and guest_id is not null group by guest_id
      ), chosen as materialized (
        select m.*, coalesce(p.copy + 1, 0) as next_copy from (${missedSql(message, audience)}) m left join prior p on p.guest_id = m.guest_id
      ), added as (
        insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, step, copy, status,
                                recipient, address_key, merge_values, next_attempt_at)
        select ${message.organizationId}::uuid, ${message.eventId}::uuid, ${message.id}::uuid, c.guest_id, ${message.channel}::text,
               case when exists (select 1 from deliveries k
                                  where k.message_id = ${message.id} and k.dedupe_key = c.dedupe_key and k.step = 0 and k.copy = c.next_copy)
                    then c.dedupe_key || ':' || c.guest_id::text else c.dedupe_key end,
               0, c.next_copy, 'pending', c.address, c.address_key, c.merge_values, clock_timestamp()
          from chosen c
        returning copy
      ), closed as (
        update deliveries d set superseded_at = clock_timestamp(), updated_at = clock_timestamp()
          from chosen c
         where d.message_id = ${message.id} and d.guest_id = c.guest_id and d.superseded_at is null and c.next_copy > 0
      )
      select count(*)::int as sent, count(*) filter (where copy = 0)::int as newcomers from added
    `.execute(this.em.getKysely());
    return rows[0]!;
  }
}

/** Failed rows that may be tried again, as long as the guest is still there under this address and no receipt about them waits. */
function retryableSql(message: Message): RawBuilder<unknown> {
  const key = message.channel === 'email' ? sql.ref('g.email_key') : sql.ref('g.phone');
  return sql`
    select d.id
      from deliveries d
      join guests g on g.id = d.guest_id and g.deleted_at is null and ${key} = d.address_key
     where d.message_id = ${message.id} and d.superseded_at is null
       and ${failedForNowSql('d')}
       and not ${hasReceiptWaitingSql('d')}
       and ${notReachedSql(message, sql.ref('d.guest_id'), sql.ref('d.address_key'))}`;
}

/** Guests of the audience who are neither reached nor on the way; an address that failed for good is not tried again. */
function missedSql(message: Message, audience: RecipientsQuery): RawBuilder<unknown> {
  const closes = sql<boolean>`(o.status in ('failed', 'bounced') and (not ${failedForNowSql('o')} or ${hasReceiptWaitingSql('o')}))`;
  return sql`
    select r.guest_id, r.dedupe_key, r.address, r.address_key, r.merge_values
      from (${recipientsSql(audience)}) r
     where r.status = 'pending'
       and ${notReachedSql(message, sql.ref('r.guest_id'), sql.ref('r.address_key'), closes)}`;
}
