import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Channel } from '../domain/audience';

/** A channel on a day, `YYYY-MM-DD` in UTC. */
export interface QuotaKey {
  readonly channel: Channel;
  readonly day: string;
}

/** What is reserved and not settled. */
export interface Holding extends QuotaKey {
  readonly amount: number;
}

/** What one message has to do with the quota of its channel. */
export interface QuotaStanding {
  /** Null: unlimited. */
  readonly limit: number | null;
  readonly holdings: readonly Holding[];
  /** The database's. */
  readonly today: string;
}

export interface DaySums extends QuotaKey {
  readonly used: number;
  readonly open: number;
}

/** One line of the ledger; its amount is above 0. */
export interface Booking extends QuotaKey {
  readonly kind: 'reserved' | 'refunded';
  readonly amount: number;
}

/** Of entries called `e`. */
const opened = sql<number>`sum(case e.kind when 'reserved' then e.amount else -e.amount end)::int`;
const today = sql<string>`((clock_timestamp() at time zone 'UTC')::date)::text`;

/** Limits, the ledger of reservations, and its sums. Consuming and refunding at the end of a message is done by the database. */
@Injectable()
export class QuotaRepository {
  constructor(private readonly em: EntityManager) {}

  async standing(organizationId: string, channel: Channel, messageId: string): Promise<QuotaStanding> {
    const { rows } = await sql<QuotaStanding>`
      select (select daily_limit from quota_limits where organization_id = ${organizationId} and channel = ${channel}) as "limit",
             coalesce((select jsonb_agg(jsonb_build_object('channel', channel, 'day', day, 'amount', amount))
                         from (select channel, day, ${opened} as amount from quota_entries e
                                where message_id = ${messageId} group by channel, day having ${opened} <> 0) h), '[]') as holdings,
             ${today} as today`.execute(this.em.getKysely());
    return rows[0]!;
  }

  /** Locks these days, in one order, until the transaction ends. Nobody else can reserve or settle in them meanwhile. */
  async lockDays(organizationId: string, keys: readonly QuotaKey[]): Promise<DaySums[]> {
    const channels = keys.map(({ channel }) => channel);
    const days = keys.map(({ day }) => day);
    const kysely = this.em.getKysely();
    await sql`
      insert into quota_days (organization_id, channel, day)
      select distinct ${organizationId}::uuid, k.channel, k.day from unnest(${channels}::text[], ${days}::date[]) as k (channel, day) order by 2, 3
      on conflict do nothing`.execute(kysely);
    const { rows } = await sql<DaySums>`
      select channel, day::text as day, open, used from quota_days
       where organization_id = ${organizationId}
         and (channel, day) in (select * from unnest(${channels}::text[], ${days}::date[]))
       order by organization_id, channel, day
         for update`.execute(kysely);
    return rows;
  }

  /** What messages that are leaving right now hold of a day, without one of them. */
  async heldByRunning(organizationId: string, { channel, day }: QuotaKey, exceptMessageId: string): Promise<number> {
    const { rows } = await sql<{ held: number }>`
      select coalesce(${opened}, 0) as held
        from quota_entries e
       where e.organization_id = ${organizationId} and e.channel = ${channel} and e.day = ${day}::date and e.message_id <> ${exceptMessageId}
         and exists (select 1 from messages m where m.id = e.message_id and m.status in ('sending', 'paused', 'cancelling'))`.execute(
      this.em.getKysely(),
    );
    return rows[0]?.held ?? 0;
  }

  /** Adds to the ledger; the sums follow by themselves. Fails on `quota_within_limit` where it would reserve beyond the limit. */
  async book(organizationId: string, messageId: string, bookings: readonly Booking[]): Promise<void> {
    if (bookings.length === 0) return;
    await sql`
      insert into quota_entries (organization_id, channel, day, message_id, kind, amount)
      select ${organizationId}::uuid, b.channel, b.day, ${messageId}::uuid, b.kind, b.amount
        from unnest(${bookings.map(({ channel }) => channel)}::text[], ${bookings.map(({ day }) => day)}::date[],
                    ${bookings.map(({ kind }) => kind)}::text[], ${bookings.map(({ amount }) => amount)}::int[]) as b (channel, day, kind, amount)`.execute(
      this.em.getKysely(),
    );
  }

  /** What is used and reserved of each day from one on, where there is anything. */
  async listTaken(
    organizationId: string,
    { channel, day }: QuotaKey,
    limit: number,
  ): Promise<{ day: string; taken: number }[]> {
    const { rows } = await sql<{ day: string; taken: number }>`
      select day::text as day, open + used as taken from quota_days
       where organization_id = ${organizationId} and channel = ${channel} and day >= ${day}::date and open + used > 0
       order by quota_days.day limit ${limit}`.execute(this.em.getKysely());
    return rows;
  }

  /** Planned messages of an event that hold quota of another day than the one they leave on. */
  async listMisplaced(
    eventId: string,
  ): Promise<{ id: string; organizationId: string; channel: Channel; sendAt: Date; amount: number }[]> {
    const { rows } = await sql<{
      id: string;
      organizationId: string;
      channel: Channel;
      sendAt: string;
      amount: number;
    }>`
      select m.id, m.organization_id as "organizationId", m.channel, m.send_at as "sendAt", ${opened} as amount
        from messages m join quota_entries e on e.message_id = m.id
       where m.event_id = ${eventId} and m.status = 'scheduled' and m.claim_after is null and e.day <> (m.send_at at time zone 'UTC')::date
       group by m.id
      having ${opened} > 0
       order by m.id`.execute(this.em.getKysely());
    return rows.map((row) => ({ ...row, sendAt: new Date(row.sendAt) }));
  }

  /** The limits and today's sums of an organization; channels without either are left out. */
  async listToday(organizationId: string): Promise<{
    today: string;
    channels: { channel: Channel; limit: number | null; used: number; open: number }[];
  }> {
    const { rows } = await sql<{
      today: string;
      channels: { channel: Channel; limit: number | null; used: number; open: number }[];
    }>`
      select d.today::text as today,
             coalesce((select jsonb_agg(jsonb_build_object('channel', c.channel, 'limit', l.daily_limit,
                                                           'used', coalesce(q.used, 0), 'open', coalesce(q.open, 0)))
                         from unnest(array['email', 'sms', 'whatsapp']) as c (channel)
                         left join quota_limits l on l.organization_id = ${organizationId} and l.channel = c.channel
                         left join quota_days q on q.organization_id = ${organizationId} and q.channel = c.channel and q.day = d.today), '[]') as channels
        from (select (clock_timestamp() at time zone 'UTC')::date as today) d`.execute(this.em.getKysely());
    return rows[0]!;
  }

  /** @param limit null: unlimited @returns false when it was so before */
  async setLimit(organizationId: string, channel: Channel, limit: number | null): Promise<boolean> {
    const kysely = this.em.getKysely();
    const changed =
      limit === null
        ? await sql`delete from quota_limits where organization_id = ${organizationId} and channel = ${channel}`.execute(
            kysely,
          )
        : await sql`
            insert into quota_limits (organization_id, channel, daily_limit) values (${organizationId}, ${channel}, ${limit})
            on conflict (organization_id, channel) do update set daily_limit = excluded.daily_limit, updated_at = clock_timestamp()
             where quota_limits.daily_limit <> excluded.daily_limit`.execute(kysely);
    return Number(changed.numAffectedRows ?? 0) > 0;
  }

  /** Messages that wait for quota may try again now. */
  async wakeWaiting(organizationId: string, channel: Channel): Promise<void> {
    await sql`
      with waiting as (
        select id from messages
         where organization_id = ${organizationId} and channel = ${channel} and status = 'scheduled' and status_reason = 'quota_exceeded'
         order by id for update
      )
      update messages m set claim_after = null, version = version + 1 from waiting where m.id = waiting.id`.execute(
      this.em.getKysely(),
    );
  }
}
