import { Migration } from '@mikro-orm/migrations';

/** What providers tell us later: the raw inbox, and the facts that it held. */
export class Migration20261122000002Receipts extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    this.addSql('drop table email_events');
    this.addSql('drop table provider_receipts');
  }
}

const up: readonly string[] = [
  // One row for every verified receipt. It is stored before it is understood, and may come before our own commit.
  `create table provider_receipts (
     id uuid primary key default uuidv7(),
     provider text not null,
     provider_event_id text not null,
     received_at timestamptz not null default clock_timestamp(),
     headers jsonb not null,
     payload jsonb not null,
     -- what it says, as far as it says it: null where nothing in it is for us
     kind text,
     subtype text,
     error_code text,
     detail text,
     occurred_at timestamptz not null,
     -- whom it names: no foreign key, because anything may be named
     delivery_id uuid,
     provider_message_id text,
     attempts smallint not null default 0,
     next_attempt_at timestamptz,
     applied_at timestamptz,
     parked_reason text,
     unique (provider, provider_event_id),
     check (applied_at is null or next_attempt_at is null)
   )`,
  `create index provider_receipts_due on provider_receipts (next_attempt_at, id) where next_attempt_at is not null`,
  `create index provider_receipts_old on provider_receipts (received_at)`,

  // One fact about one delivery. The delivery's state is derived from these, so that their order does not matter.
  `create table email_events (
     id uuid primary key default uuidv7(),
     organization_id uuid not null,
     delivery_id uuid not null references deliveries (id) on delete restrict,
     receipt_id uuid unique references provider_receipts (id) on delete set null,
     provider text not null,
     provider_event_id text not null,
     kind text not null check (kind in ('sent', 'delayed', 'delivered', 'opened', 'clicked', 'bounce', 'failed', 'complaint')),
     subtype text,
     -- whom it was about: what repeated soft bounces are counted by
     address_key text,
     occurred_at timestamptz not null,
     error_code text,
     detail text,
     created_at timestamptz not null default clock_timestamp()
   )`,
  `create index email_events_delivery on email_events (delivery_id, occurred_at)`,
  `create index email_events_soft_bounces on email_events (organization_id, address_key, occurred_at)
     where kind = 'bounce' and subtype = 'transient'`,
  `create index email_events_organization on email_events (organization_id, id)`,
];
