import { Migration } from '@mikro-orm/migrations';

/**
 * Sending to some again, decisions about what nobody can know, and the guard rails of big sends.
 *
 * A deliberate second message to a guest is a row of its own (`copy` higher by one); the row before it is superseded and no
 * longer counted, so that the counts of a message still add up to its guests.
 */
export class Migration20261122000004SendingAgain extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const counts = (where: string): string => `create or replace view message_counts as
     select message_id,
            count(*)::int as total,
            count(*) filter (where status = 'pending')::int as queued,
            count(*) filter (where status = 'dispatching')::int as sending,
            count(*) filter (where status in ('accepted', 'sent'))::int as sent,
            count(*) filter (where status in ('delivered', 'read'))::int as delivered,
            count(*) filter (where status in ('failed', 'bounced'))::int as failed,
            count(*) filter (where status = 'suppressed')::int as suppressed,
            count(*) filter (where status = 'skipped')::int as skipped,
            count(*) filter (where status = 'cancelled')::int as cancelled,
            count(*) filter (where status = 'unknown')::int as unknown
       from deliveries
       ${where}
      group by message_id`;

const up: readonly string[] = [
  `alter table deliveries
     add column is_canary boolean not null default false,
     -- a later copy for the same guest exists: this row is history and is not counted
     add column superseded_at timestamptz,
     -- what was decided about a row that nobody can know about, and by whom; nobody: the organization's setting
     add column resolution text check (resolution in ('assumed_delivered', 'resent')),
     add column resolved_at timestamptz,
     add column resolved_by uuid,
     add check ((resolution is null) = (resolved_at is null)),
     add check (superseded_at is null or status not in ('pending', 'dispatching'))`,
  // Whoever wants to write to a guest again needs a number of his own: of two at the same moment one loses.
  `create unique index deliveries_copies on deliveries (message_id, guest_id, copy) where copy > 0`,
  `create index deliveries_canary on deliveries (message_id) where is_canary`,
  `create index deliveries_unconfirmed on deliveries (updated_at) where status = 'unknown' and resolution is null`,

  `alter table messages
     -- big sends only. canary: only the first few may leave; watch: the rest leaves, failures are watched;
     -- off: a person let it go on although many failed
     add column guard text check (guard in ('canary', 'watch', 'off')),
     -- why it was paused to protect its sender: how many of how many failed, and the main cause
     add column pause_detail jsonb`,
  // The last outcomes of a big message over all workers, as a sliding mean. No foreign key: it would lock the message.
  `create table outcome_windows (
     message_id uuid primary key,
     seen float8 not null,
     failed float8 not null,
     updated_at timestamptz not null default clock_timestamp()
   )`,
  counts('where superseded_at is null'),
  `create view sending_again_violations as
     select 'one current row per guest' as invariant, message_id as subject, 'guest ' || guest_id || ' has ' || count(*) || ' current rows' as detail
       from deliveries
      where guest_id is not null and superseded_at is null
      group by message_id, guest_id
     having count(*) > 1
     union all
     select 'a copy replaces another row', d.id, 'copy ' || d.copy || ' and nothing before it'
       from deliveries d
      where d.copy > 0
        and not exists (select 1 from deliveries o where o.message_id = d.message_id and o.guest_id is not distinct from d.guest_id
                                                     and o.copy < d.copy and o.superseded_at is not null)`,
  // Appended to what the operator's view says already.
  `do $$ begin
     execute 'create or replace view invariant_violations as ' || rtrim(pg_get_viewdef('invariant_violations'::regclass), '; ')
          || ' union all select invariant, subject, detail from sending_again_violations';
   end $$`,
];

const down: readonly string[] = [
  `do $$
   declare before text := regexp_replace(rtrim(pg_get_viewdef('invariant_violations'::regclass), '; '),
                                         '\\s+UNION ALL\\s+SELECT sending_again_violations\\.\\w+,\\s+sending_again_violations\\.\\w+,\\s+sending_again_violations\\.\\w+\\s+FROM sending_again_violations', '');
   begin
     execute 'create or replace view invariant_violations as ' || before;
   end $$`,
  'drop view sending_again_violations',
  counts(''),
  'drop table outcome_windows',
  'alter table messages drop column guard, drop column pause_detail',
  `alter table deliveries drop column is_canary, drop column superseded_at, drop column resolution, drop column resolved_at,
     drop column resolved_by`,
];
