import { Migration } from '@mikro-orm/migrations';

/** SMS and WhatsApp: why a channel is stopped, receipts that say "read", asking the provider, and what guests write to us. */
export class Migration20261122000007Twilio extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const kindsBefore = `'sent', 'delayed', 'delivered', 'opened', 'clicked', 'bounce', 'failed', 'complaint'`;

const up: readonly string[] = [
  `alter table provider_breakers
     -- setup: somebody has to change something; sender: the sender rests; provider: it fails
     add column blame text check (blame in ('provider', 'setup', 'sender')),
     add column code text,
     -- in words, with what to do where that is known
     add column error text`,

  `alter table email_events drop constraint email_events_kind_check`,
  `alter table email_events add constraint email_events_kind_check check (kind in (${kindsBefore}, 'accepted', 'read'))`,

  // What Twilio is asked about: messages without a last word. Only its rows are in the index, so that mail pays nothing for it.
  `create index deliveries_without_last_word on deliveries (status, first_attempt_at)
     where provider = 'twilio' and status in ('unknown', 'accepted', 'sent')`,
  `create table provider_checks (
     delivery_id uuid primary key references deliveries (id) on delete restrict,
     asked smallint not null,
     next_ask_at timestamptz not null
   )`,

  // Who was written to at a number, newest first.
  `create index deliveries_phone on deliveries (address_key, id desc) where channel in ('sms', 'whatsapp')`,

  // What guests write to us. Stored before it is understood.
  `create table inbound_messages (
     id uuid primary key default uuidv7(),
     provider text not null,
     provider_message_id text not null,
     channel text not null check (channel in ('sms', 'whatsapp')),
     -- E.164
     from_phone text not null,
     to_address text not null,
     body text not null,
     media_count smallint not null default 0,
     meaning text not null check (meaning in ('stop', 'start', 'help', 'yes', 'no', 'text')),
     received_at timestamptz not null,
     attempts smallint not null default 0,
     next_attempt_at timestamptz,
     applied_at timestamptz,
     -- what it did; null: nothing but being kept
     effect text check (effect in ('stopped', 'started', 'answered', 'answer_too_late')),
     unique (provider, provider_message_id),
     check (applied_at is null or next_attempt_at is null)
   )`,
  `create index inbound_messages_due on inbound_messages (next_attempt_at) where next_attempt_at is not null`,
  `create index inbound_messages_phone on inbound_messages (from_phone, channel, received_at desc)`,
  `create index inbound_messages_old on inbound_messages (received_at)`,
  // Whose conversation it belongs to: everybody of whom we wrote to this number lately.
  `create table inbound_message_guests (
     inbound_message_id uuid not null references inbound_messages (id) on delete cascade,
     organization_id uuid not null,
     event_id uuid not null,
     guest_id uuid not null references guests (id),
     primary key (guest_id, inbound_message_id)
   )`,
  `create index inbound_message_guests_message on inbound_message_guests (inbound_message_id)`,
];

const down: readonly string[] = [
  'drop table inbound_message_guests',
  'drop table inbound_messages',
  'drop index deliveries_phone',
  'drop table provider_checks',
  'drop index deliveries_without_last_word',
  `delete from email_events where kind in ('accepted', 'read')`,
  'alter table email_events drop constraint email_events_kind_check',
  `alter table email_events add constraint email_events_kind_check check (kind in (${kindsBefore}))`,
  'alter table provider_breakers drop column blame, drop column code, drop column error',
];
