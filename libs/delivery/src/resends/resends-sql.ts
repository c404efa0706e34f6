import type { Message } from '@beckon/messaging';
import { type RawBuilder, sql } from 'kysely';

/** They got it, may have got it, or are about to: never a second one by itself. */
const REACHED = sql.raw(`('pending', 'dispatching', 'accepted', 'sent', 'delivered', 'read', 'unknown')`);

/**
 * Whether a failed row surely never left and may do so another time: all its attempts ended with "not now", and no provider ever
 * spoke of it. What was refused for good, or failed or came back after it was accepted, would only fail again.
 */
export function failedForNowSql(row: string): RawBuilder<boolean> {
  const d = sql.raw(row);
  return sql<boolean>`(
    ${d}.status = 'failed' and ${d}.accepted_at is null and ${d}.maybe_sent_at is null
    and (select a.outcome from delivery_attempts a where a.delivery_id = ${d}.id order by a.id desc limit 1) = 'not_sent'
    and not exists (select 1 from email_events ev where ev.delivery_id = ${d}.id))`;
}

/**
 * Whether no row of the message has or may have reached a guest, nor (one message per contact) somebody at the same address.
 *
 * @param guestId, addressKey SQL of the guest
 * @param closes what else of a row `o` at the same address stands in the way
 */
export function notReachedSql(
  message: Pick<Message, 'id' | 'dedupe'>,
  guestId: RawBuilder<unknown>,
  addressKey: RawBuilder<unknown>,
  closes: RawBuilder<boolean> = sql<boolean>`false`,
): RawBuilder<boolean> {
  const sameAddress =
    message.dedupe === 'contact'
      ? sql`and not exists (select 1 from deliveries o where o.message_id = ${message.id} and o.address_key = ${addressKey}
                               and (o.status in ${REACHED} or ${closes}))`
      : sql``;
  return sql<boolean>`(
    not exists (select 1 from deliveries o where o.message_id = ${message.id} and o.guest_id = ${guestId}
                   and (o.status in ${REACHED} or (o.address_key = ${addressKey} and ${closes})))
    ${sameAddress})`;
}

/**
 * A WITH query that writes a copy of each row of `chosen`: the same text to the same address, as a row of its own and so under a
 * key of its own. Its number is one higher than the guest's last; the database takes each number once.
 */
export const copiedSql = sql`
  insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, step, copy, status,
                          recipient, address_key, content_version_id, merge_values, next_attempt_at)
  select d.organization_id, d.event_id, d.message_id, d.guest_id, d.channel, d.dedupe_key, d.step,
         coalesce((select max(o.copy) from deliveries o where o.message_id = d.message_id and o.guest_id = d.guest_id), d.copy) + 1,
         'pending', d.recipient, d.address_key, d.content_version_id, d.merge_values, clock_timestamp()
    from chosen c join deliveries d on d.id = c.id
   order by d.id
  returning id`;
