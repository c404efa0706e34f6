import type { Message } from '@beckon/messaging';
import { type RawBuilder, sql } from 'kysely';
import { MENDABLE_CODES } from '../domain/twilio-errors';

/** They got it, may have got it, or are about to: never a second one by itself. */
const REACHED = sql.raw(`('pending', 'dispatching', 'accepted', 'sent', 'delivered', 'read', 'unknown')`);

/** Twilio gave up on it and gives no reason: it was not delivered, and nothing says that it would fail again. */
const WITHOUT_REASON = ['FAILED', 'UNDELIVERED'];

/**
 * Whether a failed row surely did not arrive and may do so another time. Either it never left: all its attempts ended with "not now", and
 * no provider ever spoke of it. Or Twilio took it and reported later that it failed, for now or because of us and not of the guest; or
 * refused it for something that can be repaired. What was refused for good, or came back, would only fail again.
 */
export function failedForNowSql(row: string): RawBuilder<boolean> {
  const d = sql.raw(row);
  return sql<boolean>`(
    ${d}.status = 'failed' and case
      when ${d}.channel <> 'email' and (
             ${d}.reason = 'failed:transient' or ${d}.error_code = any (${[...MENDABLE_CODES]}::text[])
             or (${d}.reason is null and ${d}.error_code = any (${WITHOUT_REASON}::text[]))) then true
      else ${d}.accepted_at is null and ${d}.maybe_sent_at is null
           and (select a.outcome from delivery_attempts a where a.delivery_id = ${d}.id order by a.id desc limit 1) = 'not_sent'
           and not exists (select 1 from email_events ev where ev.delivery_id = ${d}.id) end)`;
}

/** Whether a receipt about a row waits to be applied: nobody may decide by the row until it is. */
export function hasReceiptWaitingSql(row: string): RawBuilder<boolean> {
  const d = sql.raw(row);
  return sql<boolean>`(
    exists (select 1 from provider_receipts p where p.next_attempt_at is not null and p.delivery_id = ${d}.id)
    or exists (select 1 from provider_receipts p
                where p.next_attempt_at is not null and p.provider_message_id = ${d}.provider_message_id))`;
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
