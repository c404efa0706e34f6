import { Migration } from '@mikro-orm/migrations';

/** Suppressed addresses are found by the beginnings of their words, and paused messages without a look at all messages. */
export class Migration20261122000011Searches extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

const up: readonly string[] = [
  // As it was typed and as it is compared; a phone number with and without its country code.
  `create function suppression_words(organization_id uuid, address text, address_key text) returns tsvector language sql immutable parallel safe
     return search_words(organization_id, address || ' ' || address_key || case when address_key like '+%'
       then ' ' || substr(address_key, 3) || ' ' || substr(address_key, 4) || ' ' || substr(address_key, 5) else '' end)`,
  `create index suppressions_words on suppressions using gin (suppression_words(organization_id, address, address_key)) with (gin_pending_list_limit = 256)`,
  `create index messages_paused on messages (id) where status = 'paused'`,
];

const down: readonly string[] = [
  'drop index messages_paused',
  'drop index suppressions_words',
  'drop function suppression_words(uuid, text, text)',
];
