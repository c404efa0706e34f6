/** Events, who works on them, their guests, and whom not to write to. */
export const eventsAndGuests: readonly string[] = [
  `create table events (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     name text not null check (length(name) between 1 and 200),
     description text,
     venue text not null check (length(venue) between 1 and 300),
     host_name text not null check (length(host_name) between 1 and 200),
     time_zone text not null,
     starts_at_local text not null check (starts_at_local ~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$'),
     starts_at timestamptz not null,
     ends_at_local text check (ends_at_local ~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$'),
     ends_at timestamptz,
     status text not null default 'active' check (status in ('active', 'cancelled')),
     cancelled_at timestamptz,
     deleted_at timestamptz,
     -- branding
     accent_colour text check (accent_colour ~ '^#[0-9a-f]{6}$'),
     logo_url text,
     sender_name text,
     reply_to text,
     footer text,
     -- rises when time or place change: SEQUENCE of the calendar entry
     revision integer not null default 0,
     version integer not null default 1,
     created_by uuid not null references users (id),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     check (ends_at is null or ends_at > starts_at),
     unique (id, organization_id)
   )`,
  `create index events_organization on events (organization_id, id) where deleted_at is null`,
  `create trigger events_touch before update on events for each row execute function touch_updated_at()`,

  `create table collaborators (
     event_id uuid not null references events (id),
     user_id uuid not null references users (id),
     role text not null check (role in ('owner', 'editor', 'viewer')),
     added_by uuid references users (id),
     created_at timestamptz not null default now(),
     primary key (event_id, user_id)
   )`,
  `create index collaborators_user on collaborators (user_id, event_id)`,
  // At least one owner stays, also when two owners leave at the same moment: both lock the event first.
  `create function keep_an_owner() returns trigger language plpgsql as $$
   begin
     perform 1 from events where id = old.event_id for update;
     if not exists (select 1 from collaborators where event_id = old.event_id and role = 'owner') then
       raise exception 'an event keeps at least one owner' using errcode = 'integrity_constraint_violation', constraint = 'collaborators_keep_an_owner';
     end if;
     return null;
   end $$`,
  `create constraint trigger collaborators_keep_an_owner after update of role or delete on collaborators
     deferrable initially deferred for each row when (old.role = 'owner') execute function keep_an_owner()`,

  `create table guests (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     event_id uuid not null,
     name text not null check (length(name) between 1 and 200),
     first_name text check (length(first_name) between 1 and 100),
     email text,
     -- lower-cased, domain in punycode: what suppressions and duplicates are compared by
     email_key text,
     phone text check (phone ~ '^\\+[1-9]\\d{6,14}$'),
     rsvp_status text not null default 'pending' check (rsvp_status in ('pending', 'attending', 'declined', 'maybe')),
     rsvp_answered_at timestamptz,
     plus_ones smallint not null default 0 check (plus_ones between 0 and 50),
     tags text[] not null default '{}',
     locale text,
     time_zone text,
     attributes jsonb not null default '{}',
     invitation_status text not null default 'not_sent' check (invitation_status in ('not_sent', 'queued', 'sent', 'delivered', 'read', 'failed')),
     invitation_method text check (invitation_method in ('email', 'whatsapp', 'manual')),
     -- raised to make every link that was ever sent to this guest invalid
     link_version integer not null default 1,
     deleted_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     foreign key (event_id, organization_id) references events (id, organization_id),
     check ((email is null) = (email_key is null))
   )`,
  // The list and every audience walk this index: one event's guests in id order.
  `create index guests_event on guests (event_id, id) where deleted_at is null`,
  `create index guests_event_status on guests (event_id, rsvp_status, id) where deleted_at is null`,
  // With the id behind the address, guests who share one come in order without a sort (recipientsSql).
  `create index guests_event_email on guests (event_id, email_key, id) where deleted_at is null`,
  `create index guests_event_phone on guests (event_id, phone, id) where deleted_at is null`,
  // For imports only. One expression over all rows: their query then fits this index and no other, see guest-imports.repository.ts.
  `create index guests_event_name on guests ((event_id::text || ' ' || lower(name)))`,
  `create index guests_tags on guests using gin (tags)`,
  `create trigger guests_touch before update on guests for each row execute function touch_updated_at()`,

  `create table segments (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     event_id uuid not null,
     name text not null check (length(name) between 1 and 100),
     criteria jsonb not null,
     version integer not null default 1,
     created_by uuid references users (id),
     deleted_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     foreign key (event_id, organization_id) references events (id, organization_id)
   )`,
  `create unique index segments_name on segments (event_id, lower(name)) where deleted_at is null`,
  `create trigger segments_touch before update on segments for each row execute function touch_updated_at()`,

  `create table suppressions (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     channel text not null check (channel in ('email', 'sms', 'whatsapp')),
     address text not null check (length(address) between 1 and 320),
     address_key text not null,
     scope text not null default 'organization' check (scope in ('organization', 'event', 'sender')),
     event_id uuid references events (id),
     sender_id uuid,
     applies_to text not null default 'all' check (applies_to in ('broadcast', 'all')),
     reason text not null check (reason in ('bounce', 'complaint', 'stop', 'unsubscribe', 'manual')),
     source text not null,
     note text,
     created_by uuid references users (id),
     lifted_by uuid references users (id),
     lifted_at timestamptz,
     created_at timestamptz not null default now(),
     check ((scope = 'event') = (event_id is not null)),
     check ((scope = 'sender') = (sender_id is not null))
   )`,
  // One standing suppression per address, channel, scope and reason; lifted ones stay as history.
  `create unique index suppressions_standing on suppressions (organization_id, channel, address_key, scope, event_id, sender_id, reason) nulls not distinct where lifted_at is null`,
  `create index suppressions_list on suppressions (organization_id, id desc)`,
];
