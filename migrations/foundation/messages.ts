/** Saved templates, messages, and the audiences they were counted with. */
export const messages: readonly string[] = [
  `create table templates (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     name text not null check (length(name) between 1 and 100),
     channel text not null check (channel in ('email', 'sms')),
     subject text,
     body text not null,
     version integer not null default 1,
     created_by uuid not null references users (id),
     deleted_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     check ((channel = 'email') = (subject is not null))
   )`,
  `create unique index templates_name on templates (organization_id, lower(name)) where deleted_at is null`,
  `create trigger templates_touch before update on templates for each row execute function touch_updated_at()`,

  `create table messages (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     event_id uuid not null,
     kind text not null check (kind in ('broadcast', 'test', 'reminder_7d', 'reminder_3d', 'reminder_1d', 'reminder_day_of') or kind like 'notice\\_%'),
     channel text not null check (channel in ('email', 'sms', 'whatsapp')),
     audience text not null check (audience in ('everyone', 'attending', 'pending', 'declined', 'maybe', 'segment')),
     segment_id uuid references segments (id),
     template_id uuid references templates (id),
     subject text,
     body text not null,
     dedupe text not null default 'contact' check (dedupe in ('contact', 'guest')),
     status text not null check (status in ('draft', 'scheduled', 'sending', 'paused', 'cancelling', 'sent', 'cancelled', 'failed', 'active')),
     -- why it is cancelled, failed or paused, as a stable word; null where the status says enough
     status_reason text,
     cancelled_by text check (cancelled_by in ('person', 'system')),
     send_at timestamptz,
     -- when it may leave at the latest; null: the event's start
     expires_at timestamptz,
     held_until timestamptz,
     -- the kept set of guests it was sent with, if it was sent with one
     snapshot_id uuid,
     edited_by_hand boolean not null default false,
     claim_attempts smallint not null default 0,
     claim_after timestamptz,
     claim_error text,
     claimed_at timestamptz,
     -- what is sent, frozen at the claim
     content_version_id uuid,
     finished_at timestamptz,
     total integer,
     -- bells are debounced here
     rung_at timestamptz,
     version integer not null default 1,
     created_by uuid references users (id),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     foreign key (event_id, organization_id) references events (id, organization_id),
     check ((audience = 'segment') = (segment_id is not null)),
     check (status <> 'scheduled' or send_at is not null),
     check ((status = 'cancelled') = (cancelled_by is not null) or status = 'cancelling'),
     unique (id, organization_id)
   )`,
  `create index messages_due on messages (send_at, id) where status = 'scheduled'`,
  `create index messages_open on messages (id) where status in ('sending', 'cancelling')`,
  `create index messages_event on messages (event_id, id desc)`,
  // A reminder is a rule of its event: there is one row per rule, whatever happens to the event's date.
  `create unique index messages_reminder on messages (event_id, kind) where kind like 'reminder\\_%'`,
  `create unique index messages_notice on messages (event_id, kind, channel) where kind like 'notice\\_%'`,
  // Ringing a bell is no change of the message.
  `create trigger messages_touch before update on messages for each row when (old.rung_at is not distinct from new.rung_at) execute function touch_updated_at()`,

  // The state machine, guarded where two processes can race. The same table is libs/messaging/src/domain/message-state.ts.
  `create function guard_message_status() returns trigger language plpgsql as $$
   begin
     if not (old.status || '>' || new.status = any (array[
       'draft>scheduled', 'draft>cancelled',
       'scheduled>draft', 'scheduled>sending', 'scheduled>sent', 'scheduled>cancelled', 'scheduled>failed',
       'sending>paused', 'sending>cancelling', 'sending>sent', 'sending>failed',
       'paused>sending', 'paused>cancelling',
       'cancelling>cancelled',
       'sent>sending', 'failed>sending'
     ]) or (old.status = 'cancelled' and new.status in ('scheduled', 'draft') and old.cancelled_by = 'system')) then
       raise exception 'a message cannot go from % to %', old.status, new.status
         using errcode = 'integrity_constraint_violation', constraint = 'messages_status_move';
     end if;
     return new;
   end $$`,
  `create trigger messages_guard_status before update of status on messages
     for each row when (old.status is distinct from new.status) execute function guard_message_status()`,

  // A counted audience, kept for an hour so that what was previewed is what is sent.
  `create table audience_snapshots (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     event_id uuid not null,
     audience text not null,
     segment_id uuid,
     channel text not null,
     dedupe text not null,
     count integer not null,
     digest text not null,
     guest_ids uuid[] not null,
     expires_at timestamptz not null,
     created_at timestamptz not null default now(),
     foreign key (event_id, organization_id) references events (id, organization_id)
   )`,
  `create index audience_snapshots_same on audience_snapshots (event_id, audience, channel, digest)`,
  `create index audience_snapshots_age on audience_snapshots (expires_at)`,
];
