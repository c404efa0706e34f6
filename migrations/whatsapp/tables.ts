/** The invitation that every organization starts with. A placeholder at the end would never be approved, hence the last words. */
const shipped = {
  name: 'rsvp_invitation',
  displayName: 'RSVP invitation',
  content:
    "Hi {{guest_name}}! You''re invited to {{event_name}} on {{event_date}} at {{event_location}}. Please RSVP here: {{rsvp_link}} We hope to see you there!",
  variables: 'guest_name,event_name,event_date,event_location,rsvp_link',
} as const;

const shippedColumns = 'organization_id, name, display_name, content, variables';
const shippedValues = `'${shipped.name}', '${shipped.displayName}', '${shipped.content}', string_to_array('${shipped.variables}', ',')`;

/** Templates, invitations, and the columns that other tables get. */
export const whatsAppTables: readonly string[] = [
  `create table whatsapp_templates (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     name text not null check (length(name) between 1 and 100),
     display_name text not null check (length(display_name) between 1 and 100),
     content text not null check (length(content) between 1 and 1600),
     -- placeholders in the order of Twilio's {{1}}, {{2}}, ...: all of the content, each once
     variables text[] not null default '{}',
     category text not null default 'marketing' check (category in ('marketing', 'utility', 'authentication')),
     twilio_content_sid text check (twilio_content_sid ~ '^HX[0-9a-fA-F]{32}$'),
     is_approved boolean not null default false,
     -- what WhatsApp said last, in its own words; null: it was never asked
     approval_status text,
     approval_reason text,
     approval_checked_at timestamptz,
     is_active boolean not null default true,
     version integer not null default 1,
     created_by uuid references users (id),
     deleted_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  `create unique index whatsapp_templates_name on whatsapp_templates (organization_id, lower(name)) where deleted_at is null`,
  `create index whatsapp_templates_unchecked on whatsapp_templates (approval_checked_at nulls first, id)
     where deleted_at is null and twilio_content_sid is not null`,
  `create trigger whatsapp_templates_touch before update on whatsapp_templates for each row execute function touch_updated_at()`,
  `insert into whatsapp_templates (${shippedColumns}) select id, ${shippedValues} from organizations`,
  `create function ship_whatsapp_templates() returns trigger language plpgsql as $$
   begin
     insert into whatsapp_templates (${shippedColumns}) values (new.id, ${shippedValues});
     return null;
   end $$`,
  `create trigger organizations_ship_templates after insert on organizations for each row execute function ship_whatsapp_templates()`,

  `alter table messages
     add column whatsapp_template_id uuid references whatsapp_templates (id),
     -- of the audience only these; null: all of it
     add column guest_ids uuid[]`,
  // A standing envelope exists once per event and kind; an invitation is a message of its own each time.
  `drop index messages_notice`,
  `create unique index messages_notice on messages (event_id, kind, channel) where kind like 'notice\\_%' and status = 'active'`,
  `create index messages_whatsapp_template on messages (whatsapp_template_id) where whatsapp_template_id is not null`,

  // True for the rows that invited a guest. It is set by the database (begin_invitations), so that no writer can forget it.
  `alter table deliveries add column is_invitation boolean not null default false`,
  // How many people were written to within a day: what WhatsApp limits.
  `create index deliveries_whatsapp_recent on deliveries (first_attempt_at, address_key) where channel = 'whatsapp' and first_attempt_at is not null`,
  // The latest invitation of a guest. Only its news change the guest's status.
  `alter table guests add column invitation_id uuid`,

  `create table whatsapp_invitations (
     -- the delivery's
     id uuid primary key references deliveries (id) on delete restrict,
     organization_id uuid not null,
     event_id uuid not null references events (id) on delete restrict,
     message_id uuid not null references messages (id) on delete restrict,
     guest_id uuid not null references guests (id) on delete restrict,
     template_id uuid references whatsapp_templates (id) on delete restrict,
     template_name text,
     -- by placeholder, as they were put in; a guest's own link is a key and stays a placeholder
     variables jsonb not null default '{}',
     final_content text,
     twilio_sid text unique,
     status text not null default 'queued' check (status in ('queued', 'sent', 'delivered', 'read', 'failed')),
     error_code text,
     error_message text,
     queued_at timestamptz,
     sent_at timestamptz,
     delivered_at timestamptz,
     read_at timestamptz,
     failed_at timestamptz,
     retry_count smallint not null default 0,
     max_retries smallint not null default 5,
     next_retry_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     constraint whatsapp_invitations_bounded_retries check (retry_count between 0 and max_retries and max_retries between 0 and 20),
     constraint whatsapp_invitations_retry_is_queued check (next_retry_at is null or status = 'queued')
   ) with (fillfactor = 70)`,
  `create index whatsapp_invitations_guest on whatsapp_invitations (guest_id, id)`,
  `create index whatsapp_invitations_event on whatsapp_invitations (event_id, id)`,
  `create index whatsapp_invitations_message on whatsapp_invitations (message_id, id)`,
  `create index whatsapp_invitations_status on whatsapp_invitations (status, event_id)`,
  `create index whatsapp_invitations_due on whatsapp_invitations (next_retry_at) where next_retry_at is not null`,
];
