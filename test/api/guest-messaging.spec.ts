/**
 * What an organizer may run into on the way to a message, one test for each, over HTTP and with the exact code. Elsewhere:
 * bounces (C5) test/engine/receipts.spec.ts, repeats of a provider's failures (C7) test/engine/providers.spec.ts, live progress
 * (C3) test/engine/live-progress.spec.ts, the recount (C12) also messages.spec.ts.
 */
import { randomUUID } from 'node:crypto';
import { aGuest, type Person, startApi, type TestApi } from '../harness';

const text = { channel: 'email', subject: 'News', body: 'Hello {{ guest_first_name }}, see you at {{venue}}.' };

let api: TestApi;
let owner: Person;

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('Olu Owner');
});
afterAll(() => api.close());

async function anEvent(
  guests: readonly Record<string, unknown>[],
): Promise<{ id: string; base: string; guests: any[] }> {
  const event = await api.event(owner);
  const added = [];
  for (const guest of guests) added.push(await aGuest(owner, event.id, guest));
  return { id: event.id, base: `/v1/events/${event.id}/messages`, guests: added };
}
const broadcasts = async (eventId: string): Promise<any[]> =>
  (await api.database.pool.query(`select * from messages where event_id = $1 and kind = 'broadcast'`, [eventId])).rows;
const suppress = async (address: string, reason = 'unsubscribe', applies = 'broadcast'): Promise<void> => {
  await api.database.pool.query(
    `insert into suppressions (organization_id, channel, address, address_key, scope, applies_to, reason, source, created_at)
     values ($1, 'email', $2, $2, 'organization', $4, $3, 'test', '2027-01-02T03:04:05Z')`,
    [owner.organizationId, address, reason, applies],
  );
};
/** As if a message of the event had just been handed to these guests. */
const handedOver = async (eventId: string, guestIds: readonly string[], minutesAgo: number): Promise<void> => {
  await api.database.pool.query(
    `with m as (insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, claimed_at, finished_at, total)
                values ($1, $2, 'broadcast', 'email', 'everyone', 's', 'b', 'sent', now() - make_interval(mins => $4), now() - make_interval(mins => $4), cardinality($3::uuid[]))
                returning id)
     insert into deliveries (organization_id, event_id, message_id, guest_id, channel, dedupe_key, status, accepted_at)
     select $1, $2, m.id, g, 'email', 'c:' || g, 'accepted', now() - make_interval(mins => $4) from m, unnest($3::uuid[]) g`,
    [owner.organizationId, eventId, guestIds, minutesAgo],
  );
};

describe('C1: a segment', () => {
  it('is counted with its exclusions before it is saved', async () => {
    const { base } = await anEvent([
      { name: 'Vip One', email: 'c1a@guests.test', tags: ['vip'] },
      { name: 'Vip Two', tags: ['vip'] },
      { name: 'Other', email: 'c1b@guests.test' },
    ]);
    const criteria = { field: 'tags', op: 'has', value: 'vip' };
    expect(await owner.client.post(`${base}/recipient-count`, { criteria, channel: 'email' })).toMatchObject({
      status: 200,
      body: { count: 1, total: 2, excluded: { noAddress: 1, suppressed: 0, duplicate: 0 } },
    });
    for (const bad of [{ field: 'shoeSize', op: 'is', value: 1 }, { field: 'tags', op: 'like', value: 'x' }, {}]) {
      const refused = await owner.client.post(`${base}/recipient-count`, { criteria: bad });
      expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_AUDIENCE']);
    }
  });

  it('that a waiting message goes to cannot vanish, and a change says which messages follow it', async () => {
    const { id, base } = await anEvent([{ name: 'Ama', email: 'c1c@guests.test', tags: ['vip'] }]);
    const criteria = { field: 'tags', op: 'has', value: 'vip' };
    const segments = `/v1/events/${id}/segments`;
    const segment = (await owner.client.post(segments, { name: 'Vips', criteria })).body;
    const sendAt = new Date(Date.now() + 7_200_000).toISOString();
    const message = (
      await owner.client.post(base, { ...text, mode: 'schedule', sendAt, segmentId: segment.id, subject: 'For vips' })
    ).body;
    const waiting = [{ id: message.id, subject: 'For vips', status: 'scheduled', sendAt }];
    expect(await owner.client.delete(`${segments}/${segment.id}`)).toMatchObject({
      status: 409,
      body: { code: 'SEGMENT_IN_USE', messageCount: 1, messages: waiting },
    });
    expect(await owner.client.patch(`${segments}/${segment.id}`, { name: 'Very important' })).toMatchObject({
      status: 200,
      body: { name: 'Very important', messageCount: 1, messages: waiting },
    });
    await owner.client.delete(`${base}/${message.id}`);
    expect((await owner.client.get(`${segments}/${segment.id}`)).body).toMatchObject({ messageCount: 0, messages: [] });
    expect((await owner.client.delete(`${segments}/${segment.id}`)).status).toBe(204);
  });
});

describe('C2: the count', () => {
  it('opens its list: who is left out, why and since when, and who gets it', async () => {
    const { base, guests } = await anEvent([
      { name: 'Ana Lima', email: 'c2-shared@guests.test' },
      { name: 'Ben Okoro', email: 'C2-Shared@guests.test' },
      { name: 'Out One', email: 'c2-out1@guests.test' },
      { name: 'Out Two', email: 'c2-out2@guests.test' },
      { name: 'No Address' },
    ]);
    await suppress('c2-out1@guests.test');
    await suppress('c2-out2@guests.test', 'bounce', 'all');
    const query = '?audience=everyone&channel=email';
    const count = (await owner.client.get(`${base}/recipient-count${query}`)).body;
    expect(count).toMatchObject({ count: 1, total: 5, excluded: { suppressed: 2, noAddress: 1, duplicate: 1 } });
    const excluded = (await owner.client.get(`${base}/recipients${query}`)).body;
    expect(excluded.items).toEqual([
      {
        guestId: guests[1].id,
        name: 'Ben Okoro',
        address: 'C2-Shared@guests.test',
        reason: 'duplicate_contact',
        words: 'Another guest with the same address gets it for both.',
        suppressedSince: null,
        goesTo: { id: guests[0].id, name: 'Ana Lima' },
      },
      expect.objectContaining({
        name: 'Out One',
        reason: 'suppressed:unsubscribe',
        words: 'Unsubscribed.',
        suppressedSince: '2027-01-02T03:04:05.000Z',
      }),
      expect.objectContaining({ name: 'Out Two', reason: 'suppressed:bounce', words: 'The address bounced.' }),
      expect.objectContaining({ name: 'No Address', reason: 'no_address', address: null, suppressedSince: null }),
    ]);
    const names = async (more: string): Promise<string[]> =>
      (await owner.client.get(`${base}/recipients${query}${more}`)).body.items.map((item: any) => item.name);
    expect(await names('&show=included')).toEqual(['Ana Lima']);
    expect(await names('&reason=suppressed')).toEqual(['Out One', 'Out Two']);
    expect(await names('&reason=suppressed:bounce')).toEqual(['Out Two']);
    expect(await names('&reason=no_address')).toEqual(['No Address']);
    const first = (await owner.client.get(`${base}/recipients${query}&limit=3`)).body;
    expect([first.items.length, (await names(`&limit=3&cursor=${first.nextCursor}`)).length]).toEqual([3, 1]);
    expect(await owner.client.get(`${base}/recipients${query}&reason=laziness`)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    expect(await owner.client.get(`${base}/recipients?audience=martians`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_AUDIENCE' },
    });
  });

  it('says how many were written to within the hour, and so does a new message', async () => {
    const { id, base, guests } = await anEvent([
      { name: 'Just Now', email: 'c2-now@guests.test' },
      { name: 'Long Ago', email: 'c2-ago@guests.test' },
    ]);
    const recent = async (): Promise<number> =>
      (await owner.client.get(`${base}/recipient-count?audience=everyone`)).body.recentlyWritten;
    await handedOver(id, [guests[1].id], 61);
    expect(await recent()).toBe(0);
    await handedOver(id, [guests[0].id], 5);
    expect(await recent()).toBe(1);
    const codes = async (body: Record<string, unknown>): Promise<string[]> =>
      (await owner.client.post(base, { ...text, audience: 'everyone', ...body })).body.warnings.map(
        (one: any) => one.code,
      );
    expect(await codes({ mode: 'draft' })).toEqual(['RECENTLY_WRITTEN']);
    expect(await codes({ mode: 'schedule', sendAt: new Date(Date.now() + 7_200_000).toISOString() })).toEqual([]);
    expect(await codes({ mode: 'now', holdSeconds: 60 })).toEqual(['RECENTLY_WRITTEN']);
  });
});

it('C4: an unknown placeholder or audience is 400, and nothing is sent to anyone', async () => {
  const { id, base } = await anEvent([{ name: 'Ama', email: 'c4@guests.test' }]);
  const refusals = [
    [{ body: 'Hello {{guest_nmae}}' }, 'UNRESOLVED_TOKENS'],
    [{ audience: 'martians' }, 'INVALID_AUDIENCE'],
    [{ audience: undefined, segmentId: randomUUID() }, 'INVALID_AUDIENCE'],
  ] as const;
  for (const [over, code] of refusals) {
    const answer = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', ...over });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  }
  expect(await broadcasts(id)).toEqual([]);
});

it('C6: editing too late is 409 PAST_EDIT_WINDOW, whatever made it too late', async () => {
  const { base } = await anEvent([{ name: 'Ama', email: 'c6@guests.test' }]);
  const message = (await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' })).body;
  const moves = [
    [`status = 'scheduled', send_at = now() + interval '30 seconds'`, 'in less than'],
    [`status = 'sending', send_at = now()`, 'being sent'],
    [`status = 'sent', finished_at = now()`, 'sent'],
  ] as const;
  for (const [assignment, words] of moves) {
    await api.database.pool.query(`update messages set ${assignment} where id = $1`, [message.id]);
    const answer = await owner.client.patch(`${base}/${message.id}`, { version: 1, subject: 'Too late' });
    expect([answer.status, answer.body.code]).toEqual([409, 'PAST_EDIT_WINDOW']);
    expect(answer.body.detail).toContain(words);
  }
});

describe('C8: the test message', () => {
  const body = { channel: 'email', subject: 'Try', body: 'Hello', to: 'me@people.test' };
  const tests = async (eventId: string): Promise<number> =>
    (
      await api.database.pool.query(
        `select 1 from deliveries d join messages m on m.id = d.message_id where m.event_id = $1 and m.kind = 'test'`,
        [eventId],
      )
    ).rows.length;

  it('is one for two clicks on two servers at the same moment', async () => {
    const { id, base } = await anEvent([]);
    const other = await startApi({}, api.database);
    try {
      for (let round = 1; round <= 5; round++) {
        const key = { 'idempotency-key': randomUUID() };
        const [one, two] = await Promise.all([
          owner.client.post(`${base}/test-send`, body, key),
          other.anonymous.as(owner.client.token).post(`${base}/test-send`, body, key),
        ]);
        expect([one.status, two.status]).toEqual([202, 202]);
        expect(one.body.id).toBe(two.body.id);
        expect(await tests(id)).toBe(round);
      }
    } finally {
      await other.close();
    }
  });

  it('is limited by the hour, also for many at the same moment, and says when to come back', async () => {
    const { id, base } = await anEvent([]);
    await api.database.pool.query(
      `insert into messages (organization_id, event_id, kind, channel, audience, subject, body, status, send_at, total, created_at)
       select $1, $2, 'test', 'email', 'everyone', 's', 'b', 'sent', now(), 0, now() - interval '50 minutes' from generate_series(1, 58)`,
      [owner.organizationId, id],
    );
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        owner.client.post(`${base}/test-send`, body, { 'idempotency-key': randomUUID() }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429, 429, 429]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body.code).toBe('RATE_LIMITED');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(600);
  });

  it.each<[string, Record<string, string>, Record<string, unknown>, number, string]>([
    ['no key', {}, {}, 400, 'IDEMPOTENCY_KEY_REQUIRED'],
    ['no address', { 'idempotency-key': 'a' }, { to: 'nobody' }, 400, 'VALIDATION_FAILED'],
    ['an unknown placeholder', { 'idempotency-key': 'b' }, { body: 'Hi {{gest}}' }, 400, 'UNRESOLVED_TOKENS'],
  ])('%s: nothing is queued', async (_what, headers, over, status, code) => {
    const { id, base } = await anEvent([]);
    const answer = await owner.client.post(`${base}/test-send`, { ...body, ...over }, headers);
    expect([answer.status, answer.body.code, await tests(id)]).toEqual([status, code, 0]);
  });
});

it('C9: nobody to write to is 409 NO_RECIPIENTS, for "now" and for "send now"', async () => {
  const { id, base } = await anEvent([{ name: 'Out', email: 'c9@guests.test' }]);
  await suppress('c9@guests.test');
  expect(await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone' })).toMatchObject({
    status: 409,
    body: { code: 'NO_RECIPIENTS', total: 1, excluded: { suppressed: 1 } },
  });
  expect(await broadcasts(id)).toEqual([]);
  const draft = (await owner.client.post(base, { ...text, mode: 'draft', audience: 'attending' })).body;
  expect(draft.warnings.map((one: any) => one.code)).toEqual(['EMPTY_AUDIENCE']);
  expect(await owner.client.post(`${base}/${draft.id}/send-now`)).toMatchObject({
    status: 409,
    body: { code: 'NO_RECIPIENTS', total: 0 },
  });
});

describe('C10: the preview', () => {
  const request = {
    audience: 'everyone',
    channel: 'email',
    subject: 'Hi',
    body: 'Dear {{ guest_first_name }} of {{guest_name}}',
  };

  it('names the fallbacks it used for the chosen guest, and why a guest would not get it', async () => {
    const { base, guests } = await anEvent([
      { name: 'Ana Lima', firstName: 'Anita', email: 'c10a@guests.test', rsvpStatus: 'attending' },
      { name: 'Kofi Boateng', email: 'c10b@guests.test' },
      { name: 'No Address' },
    ]);
    const previewOf = async (guest: any, over = {}): Promise<any> =>
      (await owner.client.post(`${base}/preview`, { ...request, guestId: guest.id, ...over })).body;
    const ana = await previewOf(guests[0]);
    expect([ana.fallbacks, ana.exclusion]).toEqual([[], null]);
    expect(ana.text).toContain('Dear Anita of Ana Lima');
    const kofi = await previewOf(guests[1]);
    expect(kofi.fallbacks).toEqual([{ token: 'guest_first_name', value: 'Kofi' }]);
    expect((await previewOf(guests[1], { body: 'Dear {{ guest_first_name | default: "friend" }}' })).fallbacks).toEqual(
      [{ token: 'guest_first_name', value: 'friend' }],
    );
    expect((await previewOf(guests[2])).exclusion).toEqual({
      reason: 'no_address',
      words: 'Has no address for this channel.',
    });
    expect((await previewOf(guests[1], { audience: 'attending' })).exclusion.reason).toBe('not_in_audience');
  });

  it('calls guests who share an address together, as the message will', async () => {
    const { base, guests } = await anEvent([
      { name: 'Ana Lima', firstName: 'Ana', email: 'c10c@guests.test' },
      { name: 'Ben Okoro', email: 'c10c@guests.test' },
    ]);
    const shared = (await owner.client.post(`${base}/preview`, request)).body;
    expect(shared.text).toContain('Dear Ana and Ben of Ana Lima and Ben Okoro');
    expect(shared.guestName).toBe('Ana Lima');
    const alone = await owner.client.post(`${base}/preview`, { ...request, dedupe: 'guest', guestId: guests[1].id });
    expect(alone.body.text).toContain('Dear Ben of Ben Okoro');
    expect(alone.body.exclusion).toBeNull();
    const twice = await anEvent([
      { name: 'Cleo Diaz', email: 'c10g@guests.test' },
      { name: 'cleo diaz', email: 'c10g@guests.test' },
    ]);
    expect((await owner.client.post(`${twice.base}/preview`, request)).body.text).toContain('Dear Cleo of Cleo Diaz');
  });

  it('knows guests whose preview shows most', async () => {
    const { base, guests } = await anEvent([
      { name: 'Cher', email: 'c10d@guests.test' },
      { name: 'Ana Lima', firstName: 'Ana', email: 'c10e@guests.test' },
      { name: 'Wolfeschlegelsteinhausenbergerdorff', firstName: 'Hubert', email: 'c10f@guests.test' },
      { name: 'A name that is longer than all of the other names but without an address' },
    ]);
    expect((await owner.client.get(`${base}/preview-guests?audience=everyone`)).body).toEqual({
      typical: { id: guests[1].id, name: 'Ana Lima' },
      longestName: { id: guests[2].id, name: 'Wolfeschlegelsteinhausenbergerdorff' },
      withoutFirstName: { id: guests[0].id, name: 'Cher' },
    });
    expect((await owner.client.get(`${base}/preview-guests?audience=declined`)).body).toEqual({
      typical: null,
      longestName: null,
      withoutFirstName: null,
    });
  });
});

it('C11: cancelling before the send leaves nothing to do and a row in the audit log', async () => {
  const { base } = await anEvent([{ name: 'Ama', email: 'c11@guests.test' }]);
  const held = (await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', holdSeconds: 60 })).body;
  expect(await owner.client.delete(`${base}/${held.id}`)).toMatchObject({
    status: 200,
    body: { status: 'cancelled', counts: { queued: 0, total: 0 } },
  });
  expect(await owner.client.post(`${base}/${held.id}/send-now`)).toMatchObject({
    status: 409,
    body: { code: 'MESSAGE_CANCELLED' },
  });
  const log = (await owner.client.get('/v1/audit-log')).body.items;
  expect(log).toContainEqual(expect.objectContaining({ action: 'message.cancelled', subjectId: held.id }));
});

it('C12: guests who change between the look and the send are 409 AUDIENCE_CHANGED, also for "send now"', async () => {
  const { id, base, guests } = await anEvent([{ name: 'Leaves', email: 'c12@guests.test' }]);
  const { snapshot } = (await owner.client.get(`${base}/recipient-count?audience=everyone`)).body;
  const draft = (await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' })).body;
  const joined = await aGuest(owner, id, { name: 'Joins', email: 'c12-joins@guests.test' });
  await suppress('c12@guests.test', 'stop', 'all');
  const refused = await owner.client.post(`${base}/${draft.id}/send-now`, { snapshot });
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'AUDIENCE_CHANGED',
      count: 1,
      joined: { count: 1, guests: [{ id: joined.id, name: 'Joins' }] },
      left: { count: 1, guests: [{ id: guests[0].id, name: 'Leaves' }] },
    },
  });
  expect((await owner.client.get(`${base}/${draft.id}`)).body.status).toBe('draft');
  expect((await owner.client.post(`${base}/${draft.id}/send-now`, { snapshot: refused.body.snapshot })).status).toBe(
    200,
  );
});
