import { Migration } from '@mikro-orm/migrations';

/**
 * How many messages an organization may send over a channel in one day (UTC). `quota_entries` is the ledger, `quota_days` its sums;
 * both are kept in step, and within the limit, by the database, so that nobody who ends a message can forget it.
 * And the audit log knows providers: a bounce that suppresses an address is their act.
 */
export class Migration20261122000006QuotaAndAudit extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const up: readonly string[] = [
  // No row: unlimited.
  `create table quota_limits (
     organization_id uuid not null references organizations (id),
     channel text not null check (channel in ('email', 'sms', 'whatsapp')),
     daily_limit integer not null check (daily_limit between 0 and 1000000000),
     updated_at timestamptz not null default clock_timestamp(),
     primary key (organization_id, channel)
   )`,

  // The sums of the ledger. Its row is what two who reserve at once wait for.
  `create table quota_days (
     organization_id uuid not null,
     channel text not null,
     day date not null,
     open integer not null default 0 check (open >= 0),
     used integer not null default 0 check (used >= 0),
     primary key (organization_id, channel, day)
   )`,

  // reserved = consumed + refunded + open, for every message and so for every day
  `create table quota_entries (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     channel text not null check (channel in ('email', 'sms', 'whatsapp')),
     day date not null,
     message_id uuid not null,
     kind text not null check (kind in ('reserved', 'consumed', 'refunded')),
     amount integer not null check (amount > 0),
     created_at timestamptz not null default clock_timestamp(),
     foreign key (message_id, organization_id) references messages (id, organization_id)
   )`,
  `create index quota_entries_message on quota_entries (message_id)`,
  `create index quota_entries_day on quota_entries (organization_id, channel, day)`,
  `create index messages_waiting_for_quota on messages (organization_id, channel, id) where status = 'scheduled' and status_reason = 'quota_exceeded'`,
  `create function refuse_ledger_change() returns trigger language plpgsql as $$
   begin
     raise exception 'the ledger of the quota is append-only' using errcode = 'insufficient_privilege';
   end $$`,
  `create trigger quota_entries_append_only before update or delete on quota_entries for each row execute function refuse_ledger_change()`,
  `create trigger quota_entries_no_truncate before truncate on quota_entries for each statement execute function refuse_ledger_change()`,

  // Sums up what was added, several days in one order so that two never wait for each other. Who opens more than the limit
  // has room for is refused; what has left is only counted.
  `create function add_up_quota() returns trigger language plpgsql as $$
   begin
     insert into quota_days (organization_id, channel, day)
     select distinct organization_id, channel, day from added order by 1, 2, 3
     on conflict do nothing;
     perform 1 from quota_days q
       where exists (select 1 from added a where a.organization_id = q.organization_id and a.channel = q.channel and a.day = q.day)
       order by q.organization_id, q.channel, q.day for update;
     update quota_days q
        set open = q.open + a.opened, used = q.used + a.used
       from (select organization_id, channel, day, sum(case kind when 'reserved' then amount else -amount end) as opened,
                    coalesce(sum(amount) filter (where kind = 'consumed'), 0) as used
               from added group by 1, 2, 3) a
      where a.organization_id = q.organization_id and a.channel = q.channel and a.day = q.day;
     if exists (select 1
                  from (select organization_id, channel, day from added group by 1, 2, 3
                        having sum(case kind when 'reserved' then amount else -amount end) > 0) a
                  join quota_days q using (organization_id, channel, day)
                  join quota_limits l using (organization_id, channel)
                 where q.open + q.used > l.daily_limit) then
       raise exception 'the quota of the day does not cover this' using errcode = 'integrity_constraint_violation', constraint = 'quota_within_limit';
     end if;
     return null;
   end $$`,
  `create trigger quota_entries_add_up after insert on quota_entries referencing new table as added
     for each statement execute function add_up_quota()`,

  // Settles ended messages: what left or may have left is consumed, the rest of what was reserved is refunded. It only ever
  // writes the difference to what the ledger says already, so it is right after any number of runs of one message.
  `create function settle_quota_of(ids uuid[]) returns void language sql set plan_cache_mode = force_custom_plan as $$
     insert into quota_entries (organization_id, channel, day, message_id, kind, amount)
     with open as (
       select message_id, channel, day, sum(case kind when 'reserved' then amount else -amount end)::int as amount
         from quota_entries
        where message_id = any(ids)
        group by 1, 2, 3
       having sum(case kind when 'reserved' then amount else -amount end) > 0
     ), ended as (
       select m.id, m.organization_id, coalesce(o.channel, m.channel) as channel,
              coalesce(o.day, (clock_timestamp() at time zone 'UTC')::date) as day,
              coalesce(o.amount, 0) as open,
              greatest(0, (select count(*) from deliveries d
                            where d.message_id = m.id and d.status in ('accepted', 'sent', 'delivered', 'read', 'bounced', 'unknown'))
                          - (select coalesce(sum(e.amount), 0) from quota_entries e where e.message_id = m.id and e.kind = 'consumed'))::int as used
         from messages m
         left join open o on o.message_id = m.id
        where m.id = any(ids) and m.status in ('draft', 'sent', 'failed', 'cancelled')
     )
     select organization_id, channel, day, id, booking.kind, booking.amount
       from ended
      cross join lateral (values ('reserved', greatest(used - open, 0)), ('consumed', used), ('refunded', greatest(open - used, 0))) as booking (kind, amount)
      where booking.amount > 0
      order by organization_id, channel, day, id
   $$`,
  // In the statement that ends a message, whoever ends it: no crash can come between.
  `create function settle_ended_messages() returns trigger language plpgsql as $$
   declare ids uuid[];
   begin
     select array_agg(now_is.id) into ids
       from now_is join was using (id)
      where now_is.status <> was.status and now_is.status in ('draft', 'sent', 'failed', 'cancelled');
     if ids is not null then perform settle_quota_of(ids); end if;
     return null;
   end $$`,
  `create trigger messages_settle_quota after update on messages referencing old table as was new table as now_is
     for each statement execute function settle_ended_messages()`,

  `create view quota_violations as
     with booked as (
       select organization_id, channel, day, message_id,
              sum(case kind when 'reserved' then amount else -amount end) as open,
              coalesce(sum(amount) filter (where kind = 'consumed'), 0) as used
         from quota_entries group by 1, 2, 3, 4
     ), days as (
       select organization_id, channel, day, sum(open) as open, sum(used) as used from booked group by 1, 2, 3
     )
     select 'reserved = consumed + refunded + open' as invariant, coalesce(q.organization_id, d.organization_id) as subject,
            coalesce(q.channel, d.channel) || ' on ' || coalesce(q.day, d.day) || ': open ' || coalesce(q.open, 0) || ' and ' || coalesce(d.open, 0)
              || ', used ' || coalesce(q.used, 0) || ' and ' || coalesce(d.used, 0) as detail
       from quota_days q full join days d using (organization_id, channel, day)
      where coalesce(q.open, 0) <> coalesce(d.open, 0) or coalesce(q.used, 0) <> coalesce(d.used, 0)
     union all
     select 'nobody gives back more than was reserved', message_id, channel || ' on ' || day || ': ' || open from booked where open < 0
     union all
     select 'an ended message holds no quota', b.message_id, 'is ' || m.status || ' and holds ' || b.open
       from booked b join messages m on m.id = b.message_id
      where b.open <> 0 and m.status in ('draft', 'sent', 'failed', 'cancelled')`,
  // Appended to what the operator's view says already, whatever that is by now.
  `do $$ begin
     execute 'create or replace view invariant_violations as ' || rtrim(pg_get_viewdef('invariant_violations'::regclass), '; ')
          || ' union all select invariant, subject, detail from quota_violations';
   end $$`,

  `alter table audit_log drop constraint audit_log_actor_kind_check`,
  `alter table audit_log add constraint audit_log_actor_kind_check check (actor_kind in ('user', 'api_key', 'guest', 'system', 'provider'))`,
];

const down: readonly string[] = [
  // the schema before knows no providers: what they did was written as the system's
  'alter table audit_log disable trigger audit_log_append_only',
  `update audit_log set actor_kind = 'system' where actor_kind = 'provider'`,
  'alter table audit_log enable trigger audit_log_append_only',
  `alter table audit_log drop constraint audit_log_actor_kind_check`,
  `alter table audit_log add constraint audit_log_actor_kind_check check (actor_kind in ('user', 'api_key', 'guest', 'system'))`,
  `do $$
   declare before text := regexp_replace(rtrim(pg_get_viewdef('invariant_violations'::regclass), '; '),
                                         '\\s+UNION ALL\\s+SELECT quota_violations\\.\\w+,\\s+quota_violations\\.\\w+,\\s+quota_violations\\.\\w+\\s+FROM quota_violations', '');
   begin
     execute 'create or replace view invariant_violations as ' || before;
   end $$`,
  'drop view quota_violations',
  'drop trigger messages_settle_quota on messages',
  'drop function settle_ended_messages()',
  'drop function settle_quota_of(uuid[])',
  'drop index messages_waiting_for_quota',
  'drop table quota_entries',
  'drop function add_up_quota()',
  'drop function refuse_ledger_change()',
  'drop table quota_days',
  'drop table quota_limits',
];
