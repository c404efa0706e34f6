/** What the engine writes: frozen content and the ledger of deliveries. */
export const engine: readonly string[] = [
  // Frozen at the claim: rendering is a pure function of this and a delivery's merge values.
  `create table content_versions (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     message_id uuid not null,
     content jsonb not null,
     created_at timestamptz not null default now(),
     foreign key (message_id, organization_id) references messages (id, organization_id)
   )`,
  `create index content_versions_message on content_versions (message_id)`,
  `alter table messages add foreign key (content_version_id) references content_versions (id)`,

  // The ledger. Half of every page stays free, so that the updates of a delivery find room beside it.
  `create table deliveries (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     event_id uuid not null,
     message_id uuid not null,
     guest_id uuid,
     channel text not null,
     -- c:<address key> planned, x:<guest> excluded, n:<source event> notice, t:<id> test
     dedupe_key text not null,
     step smallint not null default 0,
     copy smallint not null default 0,
     status text not null check (status in ('pending', 'dispatching', 'accepted', 'sent', 'delivered', 'read', 'bounced', 'failed', 'suppressed', 'skipped', 'cancelled', 'unknown')),
     reason text,
     recipient text,
     address_key text,
     -- only where it differs from the message's: a notice is frozen anew each time
     content_version_id uuid references content_versions (id),
     merge_values jsonb,
     next_attempt_at timestamptz,
     attempts smallint not null default 0,
     fence integer not null default 0,
     lease_until timestamptz,
     first_attempt_at timestamptz,
     -- set from the moment on when a copy may have left: from then on only the same provider may be asked again
     maybe_sent_at timestamptz,
     provider text,
     provider_message_id text,
     payload_hash bytea,
     error_code text,
     error text,
     accepted_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     check (status not in ('suppressed', 'skipped') or reason is not null),
     check (status <> 'dispatching' or lease_until is not null),
     check (status <> 'pending' or next_attempt_at is not null)
   ) with (fillfactor = 60)`,
  // References to message and guest, checked once per statement: a foreign key would check and lock every guest of an audience
  // row by row, which doubles the time of a claim. What they refer to cannot be deleted, see below.
  `create function check_delivery_references() returns trigger language plpgsql as $$
   begin
     if exists (select 1
                  from (select distinct message_id, organization_id, event_id from added) a
                  left join messages m on m.id = a.message_id and m.organization_id = a.organization_id and m.event_id = a.event_id
                 where m.id is null)
        or exists (select 1
                     from added a
                     left join guests g on g.id = a.guest_id and g.event_id = a.event_id
                    where a.guest_id is not null and g.id is null) then
       raise exception 'a delivery belongs to a message and a guest of its event' using errcode = 'foreign_key_violation', constraint = 'deliveries_references';
     end if;
     return null;
   end $$`,
  `create trigger deliveries_references after insert on deliveries referencing new table as added
     for each statement execute function check_delivery_references()`,
  `create function keep_what_was_delivered() returns trigger language plpgsql as $$
   begin
     if tg_table_name = 'messages' and exists (select 1 from deliveries where message_id = old.id)
        or tg_table_name = 'guests' and exists (select 1 from deliveries where guest_id = old.id) then
       raise exception 'the ledger names this row' using errcode = 'foreign_key_violation', constraint = 'deliveries_references';
     end if;
     return old;
   end $$`,
  `create trigger messages_are_kept before delete on messages for each row execute function keep_what_was_delivered()`,
  `create trigger guests_are_kept before delete on guests for each row execute function keep_what_was_delivered()`,
  `create unique index deliveries_once on deliveries (message_id, dedupe_key, step, copy)`,
  `create index deliveries_due on deliveries (message_id, next_attempt_at, id) where status = 'pending'`,
  `create index deliveries_leased on deliveries (lease_until) where status = 'dispatching'`,
  `create index deliveries_guest on deliveries (guest_id, id)`,
  `create index deliveries_provider on deliveries (provider_message_id) where provider_message_id is not null`,

  // What went wrong on the way; a delivery that simply worked has no row here.
  `create table delivery_attempts (
     id uuid primary key default uuidv7(),
     delivery_id uuid not null references deliveries (id) on delete restrict,
     attempt smallint not null,
     provider text,
     outcome text not null,
     error_code text,
     error text,
     created_at timestamptz not null default clock_timestamp()
   )`,
  `create index delivery_attempts_delivery on delivery_attempts (delivery_id, id)`,

  // Counts are derived, never kept: one grouped look at the ledger.
  `create view message_counts as
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
      group by message_id`,
];
