import { Migration } from '@mikro-orm/migrations';

/** What the audit and the search need: indexes, words to find guests and messages by, and the history of guests' answers. */
export class Migration20261122000005Audit extends Migration {
  override up(): void {
    for (const statement of up) this.addSql(statement);
  }

  override down(): void {
    for (const statement of down) this.addSql(statement);
  }
}

// The same table is libs/delivery/src/search/domain/search-words.ts; a test holds the two against each other.
const MARKS = '\\0300\\0301\\0302\\0303\\0304\\0306\\0307\\0308\\0309\\030A\\030B\\030C\\031B\\0323\\0326\\0327\\0328';
const PUNCTUATION = "!\"#$%&''()*+,-./:;<=>?@[]^_`{|}~";

const up: readonly string[] = [
  // Lower case, without accents, cut at blanks and punctuation; every word begins with a piece of the organization's id, so that
  // looking for a word never touches other people's. One expression without subqueries: it is inlined into the indexes. With
  // `return` the names in it are bound now, because indexes are built without a search path.
  `create function search_words(organization_id uuid, words text) returns tsvector language sql immutable parallel safe
     return array_to_tsvector(array_remove(string_to_array(
       replace(' ' || translate(normalize(lower(words), NFKD), U&'${PUNCTUATION}łøđı\\005C\\0009\\000A\\000D\\00A0${MARKS}',
                                '${' '.repeat(31)}lodi     '), ' ', ' ' || right(organization_id::text, 12)), ' '), ''))`,
  // A name, what stands before the @, and a phone number with and without its country code.
  `create function guest_words(organization_id uuid, name text, email_key text, phone text) returns tsvector language sql immutable parallel safe
     return search_words(organization_id, name || ' ' || coalesce(split_part(email_key, '@', 1), '')
       || coalesce(' ' || substr(phone, 2) || ' ' || substr(phone, 3) || ' ' || substr(phone, 4) || ' ' || substr(phone, 5), ''))`,
  `create index guests_words on guests using gin (guest_words(organization_id, name, email_key, phone)) with (gin_pending_list_limit = 256)`,
  `create function message_words(organization_id uuid, kind text, subject text, body text) returns tsvector language sql immutable parallel safe
     return search_words(organization_id, case when kind like 'reminder\\_%' then 'reminder' else coalesce(subject, left(body, 120)) end)`,
  `create index messages_words on messages using gin (message_words(organization_id, kind, subject, body)) with (gin_pending_list_limit = 256)`,

  // Newest first, for a whole organization and for some events; with the filters in front, so that a rare state is found at once.
  // By time and not by id alone: the planner would else take the primary key for it, and look for rare rows among all others.
  `create index deliveries_audit on deliveries (organization_id, channel, status, created_at, id)`,
  `create index deliveries_audit_event on deliveries (event_id, channel, status, created_at, id)`,
  // Since when an address is suppressed, lifted suppressions included.
  `create index suppressions_address on suppressions (organization_id, channel, address_key)`,
  `create index audit_log_subject on audit_log (subject_id, id) where subject_id is not null`,

  // What a guest's answer was at any moment: the reason why somebody is not on a list that was fixed weeks ago.
  `create table rsvp_changes (
     id uuid primary key default uuidv7(),
     guest_id uuid not null references guests (id) on delete cascade,
     was text not null,
     became text not null,
     changed_at timestamptz not null default clock_timestamp()
   )`,
  `create index rsvp_changes_guest on rsvp_changes (guest_id, changed_at desc, id desc)`,
  `create function keep_rsvp_change() returns trigger language plpgsql as $$
   begin
     insert into rsvp_changes (guest_id, was, became) values (new.id, old.rsvp_status, new.rsvp_status);
     return null;
   end $$`,
  `create trigger guests_rsvp_change after update of rsvp_status on guests
     for each row when (old.rsvp_status is distinct from new.rsvp_status) execute function keep_rsvp_change()`,
];

const down: readonly string[] = [
  'drop trigger guests_rsvp_change on guests',
  'drop function keep_rsvp_change()',
  'drop table rsvp_changes',
  'drop index audit_log_subject',
  'drop index suppressions_address',
  'drop index deliveries_audit_event',
  'drop index deliveries_audit',
  'drop index messages_words',
  'drop function message_words(uuid, text, text, text)',
  'drop index guests_words',
  'drop function guest_words(uuid, text, text, text)',
  'drop function search_words(uuid, text)',
];
