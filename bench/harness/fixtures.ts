import type { Pool } from 'pg';

export interface BenchEvent {
  readonly organizationId: string;
  readonly eventId: string;
  readonly userId: string;
}

export const SUBJECT = 'Doors open at six, {{ guest_first_name | default: "friend" }}';
export const BODY = `Dear {{guest_name}},

we look forward to seeing you at {{event_name}} on {{event_date}} at {{event_time}}. You find us at {{venue}}; doors open at six and there is something to eat and to drink for everybody.

Please tell us whether you come:

{{rsvp_link}}

Warm regards,
{{host_name}}`;

/** An organization with an event 30 days ahead and as many attending guests as asked for. */
export async function seedEvent(pool: Pool, guests: number): Promise<BenchEvent> {
  const { rows } = await pool.query<{ organization_id: string; user_id: string; event_id: string }>(`
    with o as (insert into organizations (name) values ('Bench') returning id),
         u as (insert into users (email, email_key, name, password_hash) values ('b' || gen_random_uuid() || '@bench.test', gen_random_uuid()::text, 'Bench', 'x') returning id),
         e as (insert into events (organization_id, name, venue, host_name, time_zone, starts_at_local, starts_at, created_by)
               select o.id, 'Summer party', 'Harbour Hall', 'Efua Mensah', 'Europe/London',
                      to_char(now() + interval '30 days', 'YYYY-MM-DD"T18:00"'), now() + interval '30 days', u.id from o, u returning id, organization_id)
    select e.organization_id, u.id as user_id, e.id as event_id from e, u`);
  const row = rows[0]!;
  await pool.query(
    `insert into guests (organization_id, event_id, name, first_name, email, email_key, rsvp_status)
     select $1, $2, 'Guest Number ' || n, 'Guest', 'guest' || n || '@guests.test', 'guest' || n || '@guests.test', 'attending' from generate_series(1, $3) n`,
    [row.organization_id, row.event_id, guests],
  );
  await pool.query('analyze guests');
  return { organizationId: row.organization_id, eventId: row.event_id, userId: row.user_id };
}

/** Every twentieth guest gets the address of the one before, every tenth address of the list is suppressed. */
export async function addExclusions(pool: Pool, event: BenchEvent): Promise<void> {
  await pool.query(
    `with numbered as (select id, substring(email from 6 for position('@' in email) - 6)::int as n from guests where event_id = $1)
     update guests g set email = 'guest' || n - 1 || '@guests.test', email_key = 'guest' || n - 1 || '@guests.test'
       from numbered where numbered.id = g.id and n % 20 = 0`,
    [event.eventId],
  );
  await pool.query(
    `insert into suppressions (organization_id, channel, address, address_key, reason, source)
     select organization_id, 'email', email, email_key, 'unsubscribe', 'link' from guests where event_id = $1 and email_key like 'guest%3@%'`,
    [event.eventId],
  );
  await pool.query('vacuum (analyze) guests, suppressions');
}

/** A text for phones. */
export const SHORT_BODY = 'Dear {{guest_name}}, doors open at six. Will you come? {{rsvp_link}}';

/** Every guest gets a phone number, of a range that belongs to nobody. */
export async function addPhones(pool: Pool, event: BenchEvent): Promise<void> {
  await pool.query(
    `with numbered as (select id, row_number() over (order by id) as n from guests where event_id = $1)
     update guests g set phone = '+1555' || lpad(n::text, 7, '0') from numbered where numbered.id = g.id`,
    [event.eventId],
  );
  await pool.query('vacuum (analyze) guests');
}

/** Every guest has just written to us over WhatsApp, so free text may go there. */
export async function addConversations(pool: Pool, event: BenchEvent): Promise<void> {
  await pool.query(
    `insert into inbound_messages (provider, provider_message_id, channel, from_phone, to_address, body, meaning, received_at, applied_at)
     select 'twilio', 'SM' || id, 'whatsapp', phone, 'whatsapp:+15550100123', 'Hello', 'text', now(), now() from guests where event_id = $1`,
    [event.eventId],
  );
  await pool.query('vacuum (analyze) inbound_messages');
}

/** A broadcast to everyone that is due now. */
export async function dueBroadcast(
  pool: Pool,
  event: BenchEvent,
  channel: 'email' | 'sms' | 'whatsapp' = 'email',
): Promise<string> {
  const isMail = channel === 'email';
  const { rows } = await pool.query<{ id: string }>(
    `insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, send_at, created_by)
     values ($1, $2, 'broadcast', $6, 'everyone', $3, $4, 'scheduled', now(), $5) returning id`,
    [event.organizationId, event.eventId, isMail ? SUBJECT : null, isMail ? BODY : SHORT_BODY, event.userId, channel],
  );
  return rows[0]!.id;
}

/**
 * Waits until a message is sent.
 *
 * @returns from the start of its claim to its end, by the database's clock
 */
export async function msUntilSent(pool: Pool, messageId: string): Promise<number> {
  for (;;) {
    const { rows } = await pool.query<{ status: string; ms: number }>(
      `select m.status, extract(epoch from m.finished_at - c.created_at)::float8 * 1000 as ms
         from messages m left join content_versions c on c.id = m.content_version_id where m.id = $1`,
      [messageId],
    );
    const row = rows[0];
    if (row?.status === 'sent') return row.ms;
    if (row?.status === 'failed' || row?.status === 'cancelled') throw new Error(`the message is ${row.status}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}
