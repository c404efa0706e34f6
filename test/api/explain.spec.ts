import { Bell, type LocalBell } from '@beckon/core';
import { aGuest, claimed, daysAhead, type Person, startApi, type TestApi } from '../harness';
import { fingerprint } from './access/fingerprint';

let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startApi();
  owner = await api.person();
});
afterAll(() => api.close());

async function anAudience() {
  const event = await api.event(owner);
  const guest = (name: string, over = {}) =>
    aGuest(owner, event.id, { name, email: `${name}@${event.id}.test`, rsvpStatus: 'attending', ...over });
  const ama = await guest('ama');
  const kojo = await guest('kojo');
  const yaw = await guest('yaw', { email: ama.email });
  const esi = await guest('esi', { email: null });
  await guest('kofi', { rsvpStatus: 'declined' });
  await owner.client.post('/v1/suppressions', { channel: 'email', address: kojo.email });
  return { event, ama, kojo, yaw, esi };
}
async function aMessage(eventId: string, over: Record<string, unknown> = {}): Promise<string> {
  const { status, body, text } = await owner.client.post(`/v1/events/${eventId}/messages`, {
    mode: 'draft',
    channel: 'email',
    audience: 'attending',
    subject: 'News',
    body: 'Dear {{guest_name}}',
    ...over,
  });
  if (status !== 201) throw new Error(text);
  return body.id;
}
const explain = (eventId: string, messageId: string) =>
  owner.client.post(`/v1/events/${eventId}/messages/${messageId}/explain`);

it('tells of a draft who would get it and who would not and why', async () => {
  const { event, kojo, yaw, esi } = await anAudience();
  const { status, body } = await explain(event.id, await aMessage(event.id));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    wouldLeave: true,
    stopReason: null,
    total: 4,
    recipients: 1,
    tailExpires: false,
    isRateMeasured: false,
  });
  expect(body.excluded.map(({ reason, words, count, examples }: any) => [reason, words, count, examples])).toEqual([
    [
      'duplicate_contact',
      'shares the e-mail address with another guest, and one message is for both',
      1,
      [{ guestId: yaw.id, name: 'yaw' }],
    ],
    ['no_address', 'no e-mail address', 1, [{ guestId: esi.id, name: 'esi' }]],
    [
      'suppressed:manual',
      'suppressed, the address was put on the do-not-write list',
      1,
      [{ guestId: kojo.id, name: 'kojo' }],
    ],
  ]);
  expect(Date.parse(body.lastAt)).toBeGreaterThanOrEqual(Date.parse(body.firstAt));
});

it('leaves nothing behind, and rings nobody', async () => {
  const { event } = await anAudience();
  const ids = [
    await aMessage(event.id),
    await aMessage(event.id, { mode: 'schedule', sendAt: new Date(Date.now() + 3_600_000).toISOString() }),
  ];
  const before = await fingerprint(api.database);
  const rings: string[] = [];
  const hear = (messageId: string) => Promise.resolve(void rings.push(messageId));
  api.app.get<unknown, LocalBell>(Bell, { strict: false }).listen(hear, { urgent: 1, ordinary: 1 });
  for (const id of ids) expect((await explain(event.id, id)).body.recipients).toBe(1);
  expect(rings).toEqual([]);
  expect(await fingerprint(api.database)).toEqual(before);
});

it('agrees with the count, and with the claim that follows', async () => {
  const { event } = await anAudience();
  const sendAt = new Date(Date.now() + 3_600_000);
  const id = await aMessage(event.id, { mode: 'schedule', sendAt: sendAt.toISOString() });
  const count = (
    await owner.client.get(`/v1/events/${event.id}/messages/recipient-count?audience=attending&channel=email`)
  ).body;
  const { body } = await explain(event.id, id);
  expect([body.recipients, body.total]).toEqual([count.count, count.total]);
  expect(body.firstAt).toBe(sendAt.toISOString());
  await api.database.pool.query(`update messages set send_at = now() where id = $1`, [id]);
  await claimed(api, id);
  const { rows } = await api.database.pool.query(
    `select coalesce(reason, 'gets it') as reason, count(*)::int as count from deliveries where message_id = $1 group by 1 order by 1`,
    [id],
  );
  const rehearsed = [
    ...body.excluded.map(({ reason, count: n }: any) => ({ reason, count: n })),
    { reason: 'gets it', count: body.recipients },
  ];
  expect(rows).toEqual(rehearsed.sort((a, b) => (a.reason < b.reason ? -1 : 1)));
});

it('says that a message would be too late, or that its event is cancelled', async () => {
  const { event } = await anAudience();
  const late = await aMessage(event.id, { mode: 'schedule', sendAt: new Date(Date.now() + 3_600_000).toISOString() });
  await api.database.pool.query(`update messages set expires_at = now() + interval '10 minutes' where id = $1`, [late]);
  expect((await explain(event.id, late)).body).toMatchObject({
    wouldLeave: false,
    stopReason: 'expired',
    firstAt: null,
  });
  const { items } = (await owner.client.get(`/v1/events/${event.id}/messages`)).body;
  const reminder = items.find(({ kind }: any) => kind === 'reminder_1d');
  await api.database.pool.query(`update events set status = 'cancelled' where id = $1`, [event.id]);
  const { body } = await explain(event.id, reminder.id);
  expect(body).toMatchObject({ wouldLeave: false, stopReason: 'event_cancelled', total: 0, recipients: 0 });
  expect(body.stopWords).toMatch(/^The event is cancelled/);
});

it('takes nobody for an answer', async () => {
  const event = await api.event(owner);
  expect((await explain(event.id, await aMessage(event.id))).body).toMatchObject({
    wouldLeave: true,
    total: 0,
    recipients: 0,
    firstAt: null,
    lastAt: null,
  });
});

it('says that the quota of the day on which it leaves does not cover it', async () => {
  const { event } = await anAudience();
  const id = await aMessage(event.id, {
    mode: 'schedule',
    sendAt: new Date(Date.now() + 86_400_000 * 3).toISOString(),
  });
  await owner.client.request('PUT', '/v1/quota', { body: { email: 0 } });
  const { body } = await explain(event.id, id);
  await owner.client.request('PUT', '/v1/quota', { body: { email: null } });
  expect(body).toMatchObject({ wouldLeave: false, fitsQuota: false, recipients: 1, total: 4 });
  expect(body.quotaWords).toMatch(/^This message goes to 1 guest, but on \d{4}-\d\d-\d\d only 0 of 0 e-mails are left/);
  expect((await explain(event.id, id)).body).toMatchObject({ wouldLeave: true, fitsQuota: true, quotaWords: null });
});

it('measures the pace by the event’s last message', async () => {
  const { event } = await anAudience();
  const sent = await aMessage(event.id);
  await api.database.pool.query(`update messages set status = 'scheduled', send_at = now() where id = $1`, [sent]);
  await api.database.pool.query(`update messages set status = 'sending' where id = $1`, [sent]);
  await api.database.pool.query(
    `update messages set status = 'sent', total = 200, claimed_at = now() - interval '100 seconds', finished_at = now() where id = $1`,
    [sent],
  );
  expect((await explain(event.id, await aMessage(event.id))).body).toMatchObject({
    ratePerSecond: 2,
    isRateMeasured: true,
  });
});

it('refuses what has left or is cancelled', async () => {
  const { event } = await anAudience();
  const gone = await aMessage(event.id, { mode: 'now' });
  await claimed(api, gone);
  expect((await explain(event.id, gone)).body).toMatchObject({ status: 409, code: 'ALREADY_SENT' });
  const cancelled = await aMessage(event.id);
  await owner.client.delete(`/v1/events/${event.id}/messages/${cancelled}`);
  expect((await explain(event.id, cancelled)).body).toMatchObject({ status: 409, code: 'MESSAGE_CANCELLED' });
});

it('of another event does not exist', async () => {
  const { event } = await anAudience();
  const other = await api.event(owner, { startsAtLocal: daysAhead(20) });
  expect((await explain(other.id, await aMessage(event.id))).status).toBe(404);
});
