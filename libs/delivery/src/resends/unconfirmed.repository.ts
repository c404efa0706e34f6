import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { DeliveryStatus } from '../domain/delivery-state';
import { ASSUMED_DELIVERED, RESEND_AFTER_MS, RESEND_UNTIL_MS, type Resolution } from '../domain/unconfirmed';
import { copiedSql } from './resends-sql';

/** A delivery as far as a decision about it needs. */
export interface DecidedDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly eventId: string;
  readonly status: DeliveryStatus;
  readonly resolution: Resolution | null;
}

/** Which rows that nobody can know about. */
export interface WhichUnconfirmed {
  readonly messageId: string;
  /** Only this one; left out: all of the message. */
  readonly deliveryId?: string;
  /** Only what the engine may send again by itself: never sent again before, and old enough. */
  readonly isDueByItself?: true;
}

/**
 * Decisions about deliveries that nobody can know about. Each looks at the row under its lock: of two people who press at once the
 * second finds nothing to decide.
 */
@Injectable()
export class UnconfirmedRepository {
  constructor(private readonly em: EntityManager) {}

  async find(deliveryId: string): Promise<DecidedDelivery | null> {
    const { rows } = await sql<DecidedDelivery>`
      select d.id, d.message_id as "messageId", d.event_id as "eventId", d.status, d.resolution
        from deliveries d join messages m on m.id = d.message_id and m.kind <> 'test'
       where d.id = ${deliveryId}
    `.execute(this.em.getKysely());
    return rows[0] ?? null;
  }

  /**
   * Calls rows sent because somebody says so. `sent` and not more: any receipt that comes later, also one of a failure, is worth
   * more than the assumption.
   *
   * @returns how many
   */
  async assumeDelivered(which: WhichUnconfirmed, by: string | null): Promise<number> {
    const result = await sql`
      with chosen as (${chosenSql(which)})
      update deliveries d
         set status = 'sent', reason = ${ASSUMED_DELIVERED}, resolution = 'assumed_delivered', resolved_at = clock_timestamp(),
             resolved_by = ${by}, updated_at = clock_timestamp()
        from chosen c where d.id = c.id
    `.execute(this.em.getKysely());
    return Number(result.numAffectedRows ?? 0);
  }

  /**
   * Sends rows again: each stays unknown and gets a copy, which goes through the same gate as everything. The message is locked by
   * the caller.
   *
   * @returns how many
   */
  async copyUnknown(which: WhichUnconfirmed, by: string | null): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      with chosen as (${chosenSql(which)}),
      copied as (${copiedSql}),
      closed as (
        update deliveries d
           set superseded_at = clock_timestamp(), resolution = 'resent', resolved_at = clock_timestamp(), resolved_by = ${by},
               updated_at = clock_timestamp()
          from chosen c where d.id = c.id
      )
      select count(*)::int as n from copied
    `.execute(this.em.getKysely());
    return rows[0]!.n;
  }

  /** Messages with rows that the engine may send again by itself, in organizations that want it so. */
  async listDueByThemselves(limit: number): Promise<{ messageId: string; eventId: string; organizationId: string }[]> {
    const { rows } = await sql<{ messageId: string; eventId: string; organizationId: string }>`
      select distinct d.message_id as "messageId", d.event_id as "eventId", d.organization_id as "organizationId"
        from deliveries d
        join organizations o on o.id = d.organization_id and o.on_unknown = 'resend'
        join messages m on m.id = d.message_id and m.status in ('sending', 'sent', 'failed') and m.kind <> 'test'
        join events e on e.id = d.event_id and e.deleted_at is null
       where ${dueByItself}
       limit ${limit}
    `.execute(this.em.getKysely());
    return rows;
  }
}

/** Once: a row that is a copy itself is left to a person. */
const dueByItself = sql`
  d.status = 'unknown' and d.resolution is null and d.superseded_at is null and d.copy = 0
  and d.updated_at < clock_timestamp() - make_interval(secs => ${sql.lit(RESEND_AFTER_MS / 1000)})
  and d.updated_at > clock_timestamp() - make_interval(secs => ${sql.lit(RESEND_UNTIL_MS / 1000)})`;

function chosenSql({ messageId, deliveryId, isDueByItself }: WhichUnconfirmed) {
  return sql`
    select d.id from deliveries d
     where d.message_id = ${messageId} and d.status = 'unknown' and d.resolution is null and d.superseded_at is null
       ${deliveryId === undefined ? sql`` : sql`and d.id = ${deliveryId}`}
       ${isDueByItself === true ? sql`and ${dueByItself}` : sql``}
     order by d.id
       for update of d`;
}
