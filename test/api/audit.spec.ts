import { randomUUID } from 'node:crypto';
import {
  aGuest,
  claimed,
  daytimeZone,
  dueBroadcast,
  type Person,
  startApi,
  type TestApi,
  uniqueWord,
} from '../harness';
import { join } from './access/cast';

/** What happens in these tests is told as of today: no midnight comes between the deed and the question. */
const timeZone = daytimeZone();

let api: TestApi;
let admin: Person;
let owner: Person;
let support: Person;
let outsider: Person;
beforeAll(async () => {
  api = await startApi();
  admin = await api.person('Admin');
  [owner, support, outsider] = [
    await join(api, admin, 'member'),
    await join(api, admin, 'support'),
    await api.person('Outsider'),
  ];
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.database.pool.query(text, values);

/** An event with guests of every kind, and a broadcast to everybody that is on its way. */
async function aSend() {
  const event = await api.event(owner, { timeZone, name: `Wedding ${uniqueWord()}` });
  const word = uniqueWord();
  const guest = (name: string, over = {}) =>
    aGuest(owner, event.id, {
      name: `${name} ${word}`,
      email: `${name.toLowerCase()}.${word}@guests.test`,
      rsvpStatus: 'attending',
      ...over,
    });
  const ama = await guest('Ama');
  const kojo = await guest('Kojo');
  const yaw = await guest('Yaw', { email: null });
  await owner.client.post('/v1/suppressions', { channel: 'email', address: kojo.email });
  const message = await dueBroadcast(owner, event.id, {
    body: 'Dear {{guest_name}}, answer here: {{rsvp_link}}',
    subject: `Doors ${word}`,
  });
  const ids = await claimed(api, message.id);
  const idOf = (name: string): string => ids[`${name} ${word}`]!;
  return { event, word, ama, kojo, yaw, message, idOf };
}

/** What a worker would have written. */
const accepted = (id: string, over = '') =>
  sql(
    `update deliveries set status = 'accepted', provider = 'resend', provider_message_id = 're-' || left(id::text, 8), attempts = 1, next_attempt_at = null,
            first_attempt_at = clock_timestamp(), accepted_at = clock_timestamp(), updated_at = clock_timestamp() ${over} where id = $1`,
    [id],
  );

describe('the list', () => {
  it('shows every delivery of one’s events with the answer in words, the newest first', async () => {
    const { event, idOf, word, message } = await aSend();
    await accepted(idOf('Ama'));
    const { status, body } = await owner.client.get(`/v1/deliveries?eventId=${event.id}`);
    expect(status).toBe(200);
    const seen = Object.fromEntries(body.items.map((row: any) => [row.guestName.split(' ')[0], row.sentence]));
    expect(seen).toEqual({
      Ama: expect.stringMatching(/^Probably: handed to Resend \d\d:\d\d, no receipt yet$/),
      Kojo: 'No: suppressed, the address was put on the do-not-write list today',
      Yaw: 'No: no e-mail address',
    });
    const ama = body.items.find((row: any) => row.id === idOf('Ama'));
    expect(ama).toMatchObject({
      messageId: message.id,
      messageLabel: `Doors ${word}`,
      eventName: event.name,
      timeZone,
      answer: 'probably',
      recipient: `ama.${word}@guests.test`,
      isMasked: false,
      provider: 'resend',
    });
    const ids = body.items.map(({ id }: any) => id);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it('finds by name, address, number, and by the ids of ours and of the provider', async () => {
    const { idOf, word, event, ama } = await aSend();
    await owner.client.patch(`/v1/events/${event.id}/guests/${ama.id}`, { phone: '+233201234567' });
    await accepted(idOf('Ama'));
    const found = async (q: string) =>
      (await owner.client.get(`/v1/deliveries?eventId=${event.id}&q=${encodeURIComponent(q)}`)).body.items.map(
        (row: any) => row.guestName,
      );
    const all = [`Ama ${word}`];
    expect(await found(`ama ${word}`)).toEqual(all);
    expect(await found(`${word.slice(0, 6)} AMA`)).toEqual(all);
    expect(await found(`ama.${word}@guests.test`)).toEqual(all);
    expect(await found('020 123 4567')).toEqual(all);
    expect(await found(idOf('Ama'))).toEqual(all);
    expect(await found(`re-${idOf('Ama').slice(0, 8)}`)).toEqual(all);
    expect(await found(`ama.${word}@elsewhere.test`)).toEqual([]);
    expect(await found("' | '")).toEqual([]);
  });

  it('narrows by state, channel and time', async () => {
    const { event } = await aSend();
    const count = async (query: string) =>
      (await owner.client.get(`/v1/deliveries?eventId=${event.id}&${query}`)).body.items.length;
    expect(await count('status=suppressed')).toBe(1);
    expect(await count('status=suppressed,skipped')).toBe(2);
    expect(await count('channel=sms')).toBe(0);
    expect(await count('channel=email')).toBe(3);
    expect(await count(`from=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(0);
    expect(await count(`to=${new Date(Date.now() + 60_000).toISOString()}`)).toBe(3);
    expect(await count(`from=${new Date(Date.now() - 60_000).toISOString()}`)).toBe(3);
  });

  it('gives every row once, page by page', async () => {
    const { event } = await aSend();
    const all = (await owner.client.get(`/v1/deliveries?eventId=${event.id}`)).body.items.map(({ id }: any) => id);
    const paged: string[] = [];
    let cursor = '';
    do {
      const { body } = await owner.client.get(`/v1/deliveries?eventId=${event.id}&limit=1${cursor}`);
      paged.push(...body.items.map(({ id }: any) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
  });

  it('says nothing of other people, of events that one only looks at, of deleted events and of test messages', async () => {
    const { event, idOf } = await aSend();
    const viewer = await join(api, admin, 'member');
    await owner.client.post(`/v1/events/${event.id}/collaborators`, { email: viewer.email, role: 'viewer' });
    await owner.client.post(
      `/v1/events/${event.id}/messages/test-send`,
      { channel: 'email', subject: 'x', body: 'x', to: 'me@people.test' },
      { 'idempotency-key': randomUUID() },
    );
    expect((await outsider.client.get('/v1/deliveries')).body.items).toEqual([]);
    expect((await outsider.client.get(`/v1/deliveries?eventId=${event.id}`)).status).toBe(404);
    expect((await outsider.client.get(`/v1/deliveries?q=${idOf('Ama')}`)).body.items).toEqual([]);
    expect((await viewer.client.get('/v1/deliveries')).body.items).toEqual([]);
    expect((await viewer.client.get(`/v1/deliveries?eventId=${event.id}`)).status).toBe(403);
    expect((await viewer.client.get(`/v1/deliveries/${idOf('Ama')}`)).status).toBe(403);
    expect((await owner.client.get(`/v1/deliveries?eventId=${event.id}`)).body.items).toHaveLength(3);
    await owner.client.delete(`/v1/events/${event.id}`);
    expect((await owner.client.get(`/v1/deliveries?q=${idOf('Ama')}`)).body.items).toEqual([]);
    expect((await support.client.get(`/v1/deliveries?q=${idOf('Ama')}`)).body.items).toEqual([]);
    expect((await support.client.get(`/v1/deliveries/${idOf('Ama')}`)).status).toBe(404);
  });

  it('refuses what makes no sense, naming the field', async () => {
    for (const [query, path] of [
      ['status=lost', 'status'],
      ['channel=fax', 'channel'],
      ['from=yesterday', 'from'],
      ['from=2027-01-01T10:00', 'from'],
      ['eventId=x', 'eventId'],
      ['cursor=x', 'cursor'],
      ['limit=0', 'limit'],
    ]) {
      const { status, body } = await owner.client.get(`/v1/deliveries?${query}`);
      expect([query, status, body.code, body.errors?.[0]?.path]).toEqual([query, 400, 'VALIDATION_FAILED', path]);
    }
  });
});

describe('support staff', () => {
  it.each(['support', 'admin'] as const)('%s sees the whole organization with masked addresses', async (who) => {
    const { idOf, word } = await aSend();
    await accepted(idOf('Ama'));
    const { client } = { support, admin }[who];
    const { body } = await client.get(`/v1/deliveries?q=ama+${word}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ guestName: `Ama ${word}`, recipient: 'a•••@guests.test', isMasked: true });
    const detail = await client.get(`/v1/deliveries/${idOf('Ama')}`);
    expect(detail.text).not.toContain(`ama.${word}@guests.test`);
  });

  it('may see an address in full for a reason, which is kept', async () => {
    const { idOf, word } = await aSend();
    const at = `/v1/deliveries/${idOf('Ama')}/reveal`;
    expect((await support.client.post(at, {})).body.errors[0].path).toBe('reason');
    const { status, body } = await support.client.post(at, { reason: 'She asks on the phone' });
    expect([status, body]).toEqual([200, { recipient: `ama.${word}@guests.test` }]);
    const log = await admin.client.get('/v1/audit-log');
    expect(log.body.items[0]).toMatchObject({
      action: 'delivery.revealed',
      subjectId: idOf('Ama'),
      actor: { id: support.id },
      detail: { reason: 'She asks on the phone' },
    });
    const { timeline } = (await support.client.get(`/v1/deliveries/${idOf('Ama')}`)).body;
    expect(timeline.at(-1)).toMatchObject({
      kind: 'person',
      words: 'looked at the full address',
      by: 'Somebody support',
    });
    expect((await outsider.client.post(at, { reason: 'curious' })).status).toBe(404);
  });

  it('sees addresses in full only where they work on the event too', async () => {
    const { event, word } = await aSend();
    const both = await join(api, admin, 'support');
    await owner.client.post(`/v1/events/${event.id}/collaborators`, { email: both.email, role: 'editor' });
    const other = await aSend();
    const recipient = async (q: string) => (await both.client.get(`/v1/deliveries?q=ama+${q}`)).body.items[0].recipient;
    expect(await recipient(word)).toBe(`ama.${word}@guests.test`);
    expect(await recipient(other.word)).toBe('a•••@guests.test');
  });
});

describe('one delivery', () => {
  it('tells all that happened, what was sent, and the guest’s other messages', async () => {
    const { idOf, word, event } = await aSend();
    const id = idOf('Ama');
    // a try is told to the millisecond, so this one is given a time between the two others instead of whatever the clock says
    await sql(
      `insert into delivery_attempts (delivery_id, attempt, provider, outcome, error_code, error, created_at)
       select id, 1, 'resend', 'not_sent', 'rate_limit_exceeded', 'slow down', created_at + interval '1 millisecond' from deliveries where id = $1`,
      [id],
    );
    await accepted(id);
    await sql(
      `insert into email_events (organization_id, delivery_id, provider, provider_event_id, kind, occurred_at) values ($1, $2, 'resend', $3, 'delivered', clock_timestamp())`,
      [owner.organizationId, id, randomUUID()],
    );
    await sql(`update deliveries set status = 'delivered' where id = $1`, [id]);
    const { body } = await owner.client.get(`/v1/deliveries/${id}`);
    expect(body.sentence).toMatch(/^Yes: delivered \d\d:\d\d$/);
    expect(body.timeline.map(({ words }: any) => words)).toEqual([
      'put into the queue when the list was fixed',
      'try 1 with Resend: not sent this time; the provider asked us to slow down (rate_limit_exceeded)',
      'taken by a worker',
      'handed to Resend',
      'Resend delivered it',
    ]);
    expect(body.content.subject).toBe(`Doors ${word}`);
    expect(body.content.text).toContain(`Dear Ama ${word}, answer here: https://beckon.test/r/preview`);
    expect(body.content.html).not.toMatch(/\/[ru]\/(?!preview)/);
    expect(body.otherMessages.map(({ messageKind }: any) => messageKind).sort()).toEqual([
      'reminder_1d',
      'reminder_3d',
      'reminder_7d',
      'reminder_day_of',
    ]);
    expect(body.otherMessages.every(({ eventId, answer }: any) => eventId === event.id && answer === 'not_yet')).toBe(
      true,
    );
  });

  it('was sent nothing, when the guest was left out', async () => {
    const { idOf } = await aSend();
    const { body } = await owner.client.get(`/v1/deliveries/${idOf('Kojo')}`);
    expect(body).toMatchObject({ answer: 'no', reasonCode: 'suppressed:manual', content: null });
    expect(body.timeline.map(({ kind }: any) => kind)).toEqual(['suppressed', 'left_out']);
  });

  it('that is foreign, absent or a test looks the same', async () => {
    const { idOf } = await aSend();
    const absent = await owner.client.get(`/v1/deliveries/${randomUUID()}`);
    const foreign = await outsider.client.get(`/v1/deliveries/${idOf('Ama')}`);
    const malformed = await owner.client.get('/v1/deliveries/nothing');
    for (const { status, body } of [absent, foreign, malformed])
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    expect(foreign.body.detail).toBe(absent.body.detail);
  });
});

describe('one guest and every message', () => {
  const answers = async (client: Person['client'], eventId: string, guestId: string) => {
    const { body } = await client.get(`/v1/events/${eventId}/guests/${guestId}/messages`);
    return Object.fromEntries(body.items.map((one: any) => [one.messageKind, one.sentence]));
  };

  it('says of messages that were for others what the answer was when their list was fixed', async () => {
    const event = await api.event(owner, { timeZone });
    const at = `/v1/events/${event.id}/guests`;
    const ama = await aGuest(owner, event.id, { name: 'Ama', email: 'ama@guests.test', rsvpStatus: 'declined' });
    await aGuest(owner, event.id, { name: 'Kojo', email: 'kojo@guests.test', rsvpStatus: 'attending' });
    const { id } = await dueBroadcast(owner, event.id, { audience: 'attending' });
    await claimed(api, id);
    expect((await answers(owner.client, event.id, ama.id)).broadcast).toMatch(
      /^No: was not in the audience; the answer was declined when the list was fixed at \d\d:\d\d$/,
    );
    await owner.client.patch(`${at}/${ama.id}`, { rsvpStatus: 'maybe' });
    await owner.client.patch(`${at}/${ama.id}`, { rsvpStatus: 'attending' });
    expect((await answers(owner.client, event.id, ama.id)).broadcast).toMatch(
      /the answer was declined when the list was fixed at \d\d:\d\d \(now attending\)$/,
    );
    const late = await aGuest(owner, event.id, { name: 'Late', email: 'late@guests.test', rsvpStatus: 'attending' });
    expect((await answers(owner.client, event.id, late.id)).broadcast).toMatch(
      /^No: was not on the list when .* added \d\d:\d\d$/,
    );
  });

  it('says what is planned, and who would not get it as things stand', async () => {
    const event = await api.event(owner, { timeZone: 'Africa/Accra' });
    const ama = await aGuest(owner, event.id, { name: 'Ama', email: 'ama@guests.test', rsvpStatus: 'attending' });
    await owner.client.post('/v1/suppressions', { channel: 'email', address: 'ama@guests.test' });
    const seen = await answers(owner.client, event.id, ama.id);
    expect(seen.reminder_day_of).toMatch(
      /^Not yet: scheduled for .* 09:00 \(Accra\)\. As things stand this guest will not get it: suppressed/,
    );
    expect(seen.reminder_3d).toMatch(/it is for those who have not answered, and this guest is attending$/);
  });

  it('names who cancelled a message', async () => {
    const event = await api.event(owner, { timeZone });
    const ama = await aGuest(owner, event.id, { name: 'Ama', email: 'ama@guests.test' });
    const { items } = (await owner.client.get(`/v1/events/${event.id}/messages`)).body;
    const last = items.find(({ kind }: any) => kind === 'reminder_day_of');
    await owner.client.delete(`/v1/events/${event.id}/messages/${last.id}`);
    expect((await answers(owner.client, event.id, ama.id)).reminder_day_of).toMatch(
      /^No: the reminder was cancelled by Somebody member, \d\d:\d\d$/,
    );
  });

  it('tells support the same, but for drafts', async () => {
    const { event, ama } = await aSend();
    await owner.client.post(`/v1/events/${event.id}/messages`, {
      mode: 'draft',
      channel: 'email',
      audience: 'everyone',
      subject: 'x',
      body: 'x',
    });
    const [forOwner, forSupport] = [
      await owner.client.get(`/v1/events/${event.id}/guests/${ama.id}/messages`),
      await support.client.get(`/v1/events/${event.id}/guests/${ama.id}/messages`),
    ];
    expect(forOwner.body.items).toHaveLength(6);
    expect(forSupport.body.items).toEqual(forOwner.body.items.filter(({ reasonCode }: any) => reasonCode !== 'draft'));
    expect((await owner.client.get(`/v1/events/${event.id}/guests/${randomUUID()}/messages`)).status).toBe(404);
  });
});
