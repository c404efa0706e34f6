import { type RawBuilder, sql } from 'kysely';
import type { AuditReader } from '../audit/domain/audit-reader';
import { type SearchTerm, searchQuery } from './domain/search-words';

/** Of a name that half of an organization bears, no more than these are looked at. */
const MOST_EXAMINED = 2000;

/**
 * Guests whose name, address or number has words that begin like these: the newest first, among the first two thousand.
 * Guests who were taken off a list are found too: what they got is still asked for.
 *
 * @param eventIds only in these events; null for the whole organization
 * @returns a SELECT with the columns `id` and `event_id`
 */
export function foundGuestsSql(
  organizationId: string,
  { words, address }: Pick<SearchTerm, 'words' | 'address'>,
  eventIds: readonly string[] | null,
  limit: number,
): RawBuilder<unknown> {
  if (words.length === 0) return sql`select id, event_id from guests where false`;
  return sql`
    select f.id, f.event_id from (
      select g.id, g.event_id from guests g
       where guest_words(g.organization_id, g.name, g.email_key, g.phone) @@ ${searchQuery(organizationId, words)}::tsquery
         and g.organization_id = ${organizationId}
         ${eventIds === null ? sql`` : sql`and g.event_id = any (${[...eventIds]}::uuid[])`}
         ${address === null ? sql`` : sql`and starts_with(g.email_key, ${address})`}
       limit ${MOST_EXAMINED}
    ) f
    join events e on e.id = f.event_id and e.deleted_at is null
    order by f.id desc limit ${limit}`;
}

/** The events to which a reader's search is bound; null for none. */
export function boundEventIds(reader: AuditReader): readonly string[] | null {
  return reader.isWholeOrganization ? null : [...reader.eventIds, ...reader.viewedEventIds];
}
