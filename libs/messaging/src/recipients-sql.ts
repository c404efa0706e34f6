import { standingSuppressionsSql } from '@beckon/consent';
import { NOT_US_AREA_CODES } from '@beckon/core';
import { type Criteria, criteriaSql } from '@beckon/guests';
import { type RawBuilder, sql } from 'kysely';
import type { Audience, Channel, Dedupe } from './domain/audience';
import { calledSql, mergedNameSql } from './merged-names-sql';
import type { WhatsAppRule } from './domain/whatsapp-rule';

export interface RecipientsQuery {
  readonly organizationId: string;
  readonly eventId: string;
  readonly channel: Channel;
  readonly audience: Audience;
  /** Of the segment; null for an audience by status. */
  readonly criteria: Criteria | null;
  readonly dedupe: Dedupe;
  /** Broadcasts and reminders respect unsubscribes; automatic notices only bounces, complaints and the like. */
  readonly isBroadcast: boolean;
  /** What WhatsApp allows; asked for that channel only, where it is a marketing template unless said otherwise. */
  readonly whatsApp?: WhatsAppRule;
  /** Narrows the audience to these guests, for example to a kept count: ids, or a query that gives one column of ids. */
  readonly onlyGuestIds?: readonly string[] | RawBuilder<unknown>;
  /** Narrows the audience to the guests that this message names (`messages.guest_ids`). */
  readonly onlyOfMessageId?: string;
  /** Of guests who share an address one of these gets the message, for example of a kept count: a query that gives ids. */
  readonly preferredGuestIds?: RawBuilder<unknown>;
}

/** One row of `recipientsSql`; the columns are as a delivery will hold them. */
export interface RecipientRow {
  readonly guest_id: string;
  readonly name: string;
  readonly first_name: string | null;
  readonly rsvp_status: string;
  readonly plus_ones: number;
  readonly link_version: number;
  /** As typed; null without one. */
  readonly address: string | null;
  readonly address_key: string | null;
  readonly status: 'pending' | 'suppressed' | 'skipped';
  /** Null for those who get it; else `no_address`, `suppressed:<reason>`, `not_reachable_us`, `outside_window` or `duplicate_contact`. */
  readonly reason: string | null;
  /** `c:...` planned, `x:<guest>` excluded. */
  readonly dedupe_key: string;
  readonly merge_values: GuestMergeValues;
}

/** What a delivery remembers of its guest, so that it can be rendered again byte for byte. */
export interface GuestMergeValues {
  readonly guest_name: string;
  readonly guest_first_name: string | null;
  readonly plus_ones: number;
  readonly link_version: number;
}

/**
 * The one query that says who gets a message and who does not, and why: the count, the preview, the kept count and
 * the claim are all built around it. It gives one row per guest of the audience (see `RecipientRow`), in no order.
 *
 * Reasons in order: no address, suppressed, out of WhatsApp's reach, duplicate. A suppression covers an address and so all guests who share it;
 * therefore the one of them with the lowest id gets the message, whatever the others are excluded for. It calls them all:
 * the merge values say "Ana and Ben".
 *
 * Set-based on purpose: one walk over the event's guests in the order of an index that ends with the id
 * (`guests_event_email`, `guests_event_phone`), so that the window needs no sort, and one hash of the standing
 * suppressions. The organization is checked once, at the event, and not per guest: a guest cannot have another one.
 *
 * @returns a SELECT to be put in parentheses
 */
export function recipientsSql(query: RecipientsQuery): RawBuilder<RecipientRow> {
  const address = query.channel === 'email' ? sql.ref('g.email') : sql.ref('g.phone');
  const key = query.channel === 'email' ? sql.ref('g.email_key') : sql.ref('g.phone');
  const shared =
    query.dedupe === 'contact'
      ? sql`row_number() over w as nth, lead(g.name) over w as second_name, lead(g.first_name) over w as second_first_name, lead(g.id, 2) over w is not null as has_third`
      : sql`1 as nth, null::text as second_name, null::text as second_first_name, false as has_third`;
  const preferred = query.preferredGuestIds === undefined ? sql`` : sql`g.id not in (${query.preferredGuestIds}),`;
  const window = query.dedupe === 'contact' ? sql`window w as (partition by ${key} order by ${preferred} g.id)` : sql``;
  const guestName = mergedNameSql(sql`r.name`, sql`r.name`, sql`r.second_name`);
  const firstName = mergedNameSql(
    sql`r.first_name`,
    calledSql(sql`r.first_name`, sql`r.name`),
    calledSql(sql`r.second_first_name`, sql`r.second_name`),
  );
  const planned =
    query.dedupe === 'contact' ? sql`'c:' || r.address_key` : sql`'c:' || r.address_key || ':' || r.guest_id::text`;
  const suppressed = standingSuppressionsSql({
    organizationId: sql`${query.organizationId}`,
    eventId: sql`${query.eventId}`,
    channel: sql`${query.channel}`,
    isBroadcast: query.isBroadcast,
  });
  return sql<RecipientRow>`
    select r.guest_id, r.name, r.first_name, r.rsvp_status, r.plus_ones, r.link_version, r.address, r.address_key,
           case when r.address_key is null then 'skipped'
                when r.suppression is not null then 'suppressed'
                when r.unreachable is not null then 'skipped'
                when r.nth > 1 then 'skipped'
                else 'pending' end as status,
           case when r.address_key is null then 'no_address'
                when r.suppression is not null then 'suppressed:' || r.suppression
                when r.unreachable is not null then r.unreachable
                when r.nth > 1 then 'duplicate_contact' end as reason,
           case when r.address_key is not null and r.suppression is null and r.unreachable is null and r.nth = 1 then ${planned}
                else 'x:' || r.guest_id::text end as dedupe_key,
           jsonb_build_object('guest_name', ${guestName}, 'guest_first_name', ${firstName}, 'plus_ones', r.plus_ones, 'link_version', r.link_version) as merge_values
      from (
        select a.*, s.reason as suppression, ${unreachableSql(query)} as unreachable
          from (
            select g.id as guest_id, g.name, g.first_name, g.rsvp_status, g.plus_ones, g.link_version,
                   ${address} as address, ${key} as address_key, ${shared}
              from guests g
             where g.event_id = ${query.eventId}
               and g.deleted_at is null
               ${audienceSql(query)}
               ${onlySql(query.onlyGuestIds)}
               ${namedSql(query.onlyOfMessageId)}
             ${window}
          ) a
          left join (${suppressed}) s on s.address_key = a.address_key
         where exists (select 1 from events e where e.id = ${query.eventId} and e.organization_id = ${query.organizationId})
      ) r`;
}

/** Why WhatsApp cannot reach this number with this message: a stable word, or null. */
function unreachableSql({ channel, whatsApp = 'marketing' }: RecipientsQuery): RawBuilder<unknown> {
  if (channel !== 'whatsapp' || whatsApp === 'utility') return sql`null::text`;
  if (whatsApp === 'marketing') {
    const notUs = sql.lit(`^\\+1(${NOT_US_AREA_CODES.join('|')})`);
    return sql`case when a.address_key like '+1%' and a.address_key !~ ${notUs} then 'not_reachable_us' end`;
  }
  return sql`case when not exists (select 1 from inbound_messages i
                                    where i.channel = 'whatsapp' and i.from_phone = a.address_key
                                      and i.received_at > clock_timestamp() - interval '24 hours') then 'outside_window' end`;
}

function audienceSql({ audience, criteria }: RecipientsQuery): RawBuilder<unknown> {
  if (audience === 'everyone') return sql``;
  if (audience !== 'segment') return sql`and g.rsvp_status = ${audience}`;
  // A segment without its criteria is a mistake of the caller, and must never become "everyone".
  return criteria === null ? sql`and false` : sql`and ${criteriaSql(criteria, 'g')}`;
}

function namedSql(messageId: string | undefined): RawBuilder<unknown> {
  if (messageId === undefined) return sql``;
  return sql`and g.id in (select unnest(named.guest_ids) from messages named where named.id = ${messageId})`;
}

function onlySql(only: RecipientsQuery['onlyGuestIds']): RawBuilder<unknown> {
  if (only === undefined) return sql``;
  if (!Array.isArray(only)) return sql`and g.id in (${only})`;
  return sql`and g.id in (select unnest(${only as string[]}::uuid[]))`;
}
