import { signLink } from '@beckon/core';
import { type Answer, type Client, type Person, startApi, type TestApi, uniqueWord } from '../harness';
import { accessTable, publicRoutes } from './access/access-table';
import { call, freshParams } from './access/calls';
import { aDelivery, assemble, type Cast, made, PASSWORD } from './access/cast';

/** Routes that change nothing anybody has to answer for, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'POST /v1/auth/refresh': 'goes on with a session that was recorded when it began; a stolen token is recorded',
  'POST /v1/events/{eventId}/segments/count': 'only counts',
  'POST /v1/events/{eventId}/invitations/count': 'only counts',
  'POST /v1/events/{eventId}/invitations/preview': 'only shows',
  'POST /v1/events/{eventId}/messages/preview': 'only shows',
  'POST /v1/events/{eventId}/messages/recipient-count': 'only counts',
  'POST /v1/events/{eventId}/messages/{messageId}/explain': 'a rehearsal that is rolled back',
  'POST /v1/whatsapp/templates/{templateId}/check-approval':
    'without Twilio it is always refused; with it what Twilio says is recorded, see test/engine/whatsapp.spec.ts',
  'POST /webhooks/resend': 'a receipt is kept itself; what it suppresses is recorded, see below',
  'POST /webhooks/ses': 'a receipt is kept itself; what it suppresses is recorded, see below',
  'POST /webhooks/twilio/status':
    'a receipt is kept itself; what it suppresses is recorded, see twilio-webhooks.spec.ts',
  'POST /webhooks/twilio/inbound':
    'what a guest wrote is kept itself; what it does is recorded, see twilio-webhooks.spec.ts',
};
/** Reading personal data in bulk is an act on access as well. */
const recordedReads = ['GET /v1/events/{eventId}/guests.csv'];

interface AuditRow {
  readonly organization_id: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly ip: string | null;
  readonly action: string;
  readonly subject_type: string;
  readonly subject_id: string | null;
  readonly detail: unknown;
}

let api: TestApi;
let cast: Cast;
beforeAll(async () => {
  api = await startApi();
  cast = await assemble(api);
});
afterAll(() => api.close());

/** What this request wrote, found by its id. */
async function writtenBy(answer: Answer): Promise<AuditRow[]> {
  const { rows } = await api.database.pool.query<AuditRow>(
    'select * from audit_log where request_id = $1 order by id',
    [answer.headers.get('x-request-id')],
  );
  return rows;
}

const running = async (status: 'sending' | 'paused'): Promise<Readonly<Record<string, string>>> => {
  const params = await freshParams(cast, 'DELETE /v1/events/{eventId}/messages/{messageId}');
  for (const next of ['scheduled', 'sending', status])
    await api.database.pool.query('update messages set status = $2, send_at = now() where id = $1', [
      params.messageId,
      next,
    ]);
  return params;
};
/** A message that was sent, with one guest for whom it ended like this; null: everybody came later. */
const sent = async (status: 'failed' | 'unknown' | null): Promise<Readonly<Record<string, string>>> => {
  const params = await running('sending');
  const { messageId, eventId, guestId } = params as Record<'messageId' | 'eventId' | 'guestId', string>;
  const { pool } = api.database;
  await pool.query(
    `with content as (insert into content_versions (organization_id, message_id, content) select organization_id, id, '{}' from messages where id = $1 returning id)
     update messages set content_version_id = (select id from content), total = 0 where id = $1`,
    [messageId],
  );
  await pool.query(`update messages set status = 'sent' where id = $1`, [messageId]);
  if (status !== null) {
    const deliveryId = await aDelivery(api, { messageId, eventId, guestId });
    await pool.query(
      `update deliveries set status = $2, address_key = (select email_key from guests where id = guest_id) where id = $1`,
      [deliveryId, status],
    );
    await pool.query(`insert into delivery_attempts (delivery_id, attempt, outcome) values ($1, 6, 'not_sent')`, [
      deliveryId,
    ]);
  }
  return params;
};
/** What a request is about, where the access table's own request is not let through. */
const prepared: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
  'POST /v1/events/{eventId}/messages/{messageId}/pause': () => running('sending'),
  'POST /v1/events/{eventId}/messages/{messageId}/resume': () => running('paused'),
  'POST /v1/events/{eventId}/messages/{messageId}/retry-failed': () => sent('failed'),
  'POST /v1/events/{eventId}/messages/{messageId}/send-missed': () => sent(null),
  'POST /v1/events/{eventId}/messages/{messageId}/resolve-unconfirmed': () => sent('unknown'),
};

const isMutating = (route: string): boolean => !route.startsWith('GET ');
const signedIn = accessTable.filter(
  ({ route }) => (isMutating(route) || recordedReads.includes(route)) && !(route in exceptions),
);

function expectAct(rows: readonly AuditRow[], actor: Record<string, unknown>): void {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row).toMatchObject(actor);
    expect(row.action).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(row.subject_type).toMatch(/^[a-z_]+$/);
    expect(row.subject_id).not.toBeNull();
    // ids and settings only
    expect(JSON.stringify(row.detail)).not.toMatch(/@|Hello|Bearer/);
  }
}

describe('the audit log', () => {
  it('names no exception that is not a route', () => {
    const routes = [...accessTable.map(({ route }) => route), ...Object.keys(publicRoutes)];
    expect([...Object.keys(exceptions), ...recordedReads].filter((route) => !routes.includes(route))).toEqual([]);
  });

  it.each(signedIn)('$route: says who did it, from where, to what', async ({ route, scope, statuses }) => {
    const { owner, admin } = cast.people;
    const person = statuses.owner === 403 ? admin : owner;
    const ask = async (client: Client, as: Person | null): Promise<Answer> => {
      const answer = await call(cast, route, client, await (prepared[route]?.() ?? freshParams(cast, route)), as);
      if (answer.status >= 400)
        throw new Error(`say in \`prepared\` how ${route} works: ${answer.status} ${answer.text}`);
      return answer;
    };
    const { organizationId: organization_id, id: actor_id } = person;
    const ip = expect.stringMatching(/127\.0\.0\.1$/);
    expectAct(await writtenBy(await ask(person.client, person)), { actor_kind: 'user', actor_id, organization_id, ip });
    if (scope === null) return;
    const byKey = await ask(cast.only[scope]!, null);
    expectAct(await writtenBy(byKey), { actor_kind: 'api_key', actor_id: expect.any(String), organization_id, ip });
  });

  const signIn: Readonly<Record<string, () => Promise<Answer>>> = {
    'POST /v1/auth/register': () => call(cast, 'POST /v1/auth/register', api.anonymous, {}),
    'POST /v1/auth/login': () => call(cast, 'POST /v1/auth/login', api.anonymous, {}),
    'POST /v1/auth/logout': async () => {
      const { owner } = cast.people;
      const { headers } = await api.anonymous.post('/v1/auth/login', { email: owner.email, password: owner.password });
      const cookie = headers.getSetCookie()[0]!.split(';')[0]!;
      return api.anonymous.post('/v1/auth/logout', {}, { cookie });
    },
    'POST /v1/auth/accept-invitation': async () => {
      const invited = { email: `${uniqueWord()}@people.test`, role: 'member' };
      const { token } = await made(cast.people.admin.client.post('/v1/organization/members', invited));
      return api.anonymous.post('/v1/auth/accept-invitation', { token, name: 'New', password: PASSWORD });
    },
  };
  it.each(Object.keys(signIn))('%s: says who came or went, and from where', async (route) => {
    const answer = await signIn[route]!();
    expect(answer.status).toBeLessThan(300);
    expectAct(await writtenBy(answer), {
      actor_kind: 'user',
      actor_id: expect.any(String),
      ip: expect.stringMatching(/127\.0\.0\.1$/),
    });
  });

  const byGuests: Readonly<Record<string, () => Promise<Answer>>> = {
    'POST /r/{token}': async () =>
      call(cast, 'POST /r/{token}', api.anonymous, await freshParams(cast, 'POST /r/{token}')),
    'POST /u/{token}': async () => {
      const { eventId, messageId, guestId } = cast.mine;
      const { rows } = await api.database.pool.query<{ id: string }>(
        `insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, recipient, address_key)
         values ($1, $2, $3, $4, 'email', 'c:unsubscribing@guests.test', 'accepted', 'unsubscribing@guests.test', 'unsubscribing@guests.test')
         returning id`,
        [cast.people.owner.organizationId, eventId, messageId, guestId],
      );
      const token = signLink('unsubscribe', { id: rows[0]!.id, version: 0 }, api.config.linkSecret);
      return api.anonymous.post(`/u/${token}`);
    },
  };
  it.each(Object.keys(byGuests))('%s: names the guest, and keeps no network address of theirs', async (route) => {
    await api.database.pool.query(`update guests set rsvp_status = 'pending', rsvp_answered_at = null where id = $1`, [
      cast.mine.guestId,
    ]);
    const answer = await byGuests[route]!();
    expect(answer.status).toBeLessThan(400);
    expectAct(await writtenBy(answer), { actor_kind: 'guest', actor_id: cast.mine.guestId, ip: null });
  });

  it('leaves no public route out', () => {
    const seen = [...Object.keys(signIn), ...Object.keys(byGuests), ...Object.keys(exceptions)];
    expect(Object.keys(publicRoutes).filter((route) => isMutating(route) && !seen.includes(route))).toEqual([]);
  });
});
