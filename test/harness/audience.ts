import type { TestApi } from './api';
import type { Person } from './people';

/** Writes many attending guests straight into the database: `<prefix>0@guests.test`, `<prefix>1@guests.test`, ... */
export async function aGuestList(
  api: TestApi,
  person: Person,
  eventId: string,
  count: number,
  prefix = 'guest',
): Promise<void> {
  await api.database.pool.query(
    `insert into guests (organization_id, event_id, name, first_name, email, email_key, rsvp_status)
     select $1, $2, $3 || ' ' || n, 'Guest', $3 || n || '@guests.test', $3 || n || '@guests.test', 'attending' from generate_series(0, $4 - 1) n`,
    [person.organizationId, eventId, prefix, count],
  );
}

/** Sends a broadcast to everybody now and answers its address. */
export async function dueBroadcast(
  person: Person,
  eventId: string,
  over: Record<string, unknown> = {},
): Promise<{ id: string; path: string }> {
  const answer = await person.client.post(`/v1/events/${eventId}/messages`, {
    mode: 'now',
    channel: 'email',
    audience: 'everyone',
    subject: 'Doors open at six',
    body: 'Hello {{guest_name}}, see you at {{venue}}.',
    ...over,
  });
  if (answer.status !== 201) throw new Error(`send now: ${answer.status} ${answer.text}`);
  return { id: answer.body.id, path: `/v1/events/${eventId}/messages/${answer.body.id}` };
}
