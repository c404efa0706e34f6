import { aGuest, type Person, type TestApi } from '../../harness';
import { Desk, text } from './desk';

let desk: Desk;
let api: TestApi;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ api, owner, anEventWithGuests } = desk);
});
afterAll(() => desk.api.close());

describe('who would get it', () => {
  const mix = [
    ...Array.from({ length: 5 }, (_, i) => ({
      name: `Att ${i}`,
      rsvpStatus: 'attending',
      email: `att${i}@guests.test`,
    })),
    { name: 'Sup Pressed', rsvpStatus: 'attending', email: 'suppressed@guests.test' },
    { name: 'Twin One', rsvpStatus: 'attending', email: 'Twins@guests.test' },
    { name: 'Twin Two', rsvpStatus: 'attending', email: 'twins@guests.test' },
    ...Array.from({ length: 4 }, (_, i) => ({
      name: `Pend ${i}`,
      rsvpStatus: 'pending',
      email: `pend${i}@guests.test`,
    })),
    { name: 'No Address', rsvpStatus: 'pending' },
    { name: 'Sup Twin', rsvpStatus: 'declined', email: 'suppressed@guests.test' },
    { name: 'By Phone', rsvpStatus: 'maybe', phone: '+447700900123' },
  ];
  let event: { id: string; base: string; guests: any[] };
  beforeAll(async () => {
    owner = await api.person('Co Unter');
    event = await anEventWithGuests(mix, owner);
    const suppressed = await owner.client.post('/v1/suppressions', {
      channel: 'email',
      address: 'suppressed@guests.test',
    });
    expect(suppressed.status).toBe(201);
  });
  const count = (query: string) => owner.client.get(`${event.base}/recipient-count?${query}`);

  it.each<[string, number, Record<string, number>]>([
    ['audience=everyone&channel=email', 10, { suppressed: 2, noAddress: 2, duplicate: 1 }],
    ['audience=attending&channel=email', 6, { suppressed: 1, noAddress: 0, duplicate: 1 }],
    ['audience=pending&channel=email', 4, { suppressed: 0, noAddress: 1, duplicate: 0 }],
    ['audience=declined&channel=email', 0, { suppressed: 1, noAddress: 0, duplicate: 0 }],
    ['audience=maybe&channel=email', 0, { suppressed: 0, noAddress: 1, duplicate: 0 }],
    ['audience=maybe&channel=sms', 1, { suppressed: 0, noAddress: 0, duplicate: 0 }],
    ['audience=everyone&channel=sms', 1, { suppressed: 0, noAddress: 14, duplicate: 0 }],
    ['audience=attending&channel=email&dedupe=guest', 7, { suppressed: 1, noAddress: 0, duplicate: 0 }],
  ])('every audience preset counts a known mix of guests right: %s', async (query, expected, excluded) => {
    const asked = Date.now();
    const { body } = await count(query);
    expect(body).toMatchObject({ count: expected, excluded });
    expect(Object.values<number>(body.excluded).reduce<number>((sum, n) => sum + n, body.count)).toBe(body.total);
    expect(body.snapshot).toMatch(/^[0-9a-f-]{36}$/);
    expect(Date.parse(body.asOf)).toBeGreaterThanOrEqual(asked);
    expect(Date.parse(body.asOf)).toBeLessThanOrEqual(Date.now());
  });

  it('counts a segment', async () => {
    const segment = await owner.client.post(`/v1/events/${event.id}/segments`, {
      name: 'Some of them',
      criteria: {
        any: [
          { field: 'name', op: 'contains', value: 'Att' },
          { field: 'name', op: 'contains', value: 'No Address' },
        ],
      },
    });
    expect((await count(`segmentId=${segment.body.id}&channel=email`)).body).toMatchObject({
      count: 5,
      total: 6,
      excluded: { noAddress: 1 },
    });
    const message = await owner.client.post(event.base, { ...text, mode: 'draft', segmentId: segment.body.id });
    expect(message).toMatchObject({ status: 201, body: { audience: 'segment', segmentId: segment.body.id } });
    expect(
      await owner.client.patch(`${event.base}/${message.body.id}`, { version: 1, audience: 'maybe' }),
    ).toMatchObject({ body: { audience: 'maybe', segmentId: null } });
  });

  it('shows why in kinds, and refuses what it does not know', async () => {
    expect((await count('audience=everyone&channel=email')).body.suppressedBy).toEqual({ manual: 2 });
    expect(await count('audience=martians')).toMatchObject({ status: 400, body: { code: 'INVALID_AUDIENCE' } });
    expect(await count('audience=everyone&channel=pigeon')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  });

  it('gives equal sets one kept count, and viewers none', async () => {
    const [one, two] = [
      (await count('audience=attending')).body.snapshot,
      (await count('audience=attending')).body.snapshot,
    ];
    expect(one).toBe(two);
    const viewer = await api.person('Vi Ewer');
    await owner.client.post(`/v1/events/${event.id}/collaborators`, { email: viewer.email, role: 'viewer' });
    const seen = await viewer.client.get(`${event.base}/recipient-count?audience=attending`);
    expect(seen).toMatchObject({ status: 200, body: { count: 6 } });
    expect(seen.body.snapshot).toBeUndefined();
    expect((await viewer.client.get(event.base)).status).toBe(403);
  });

  it('previews for the first who would get it, for a guest, and for nobody', async () => {
    const request = {
      audience: 'everyone',
      channel: 'email',
      subject: 'For {{guest_name}}',
      body: 'Dear {{guest_first_name}}, {{event_name}} at {{venue}}: {{rsvp_link}}',
    };
    const preview = await owner.client.post(`${event.base}/preview`, request);
    expect(preview).toMatchObject({
      status: 200,
      body: { subject: 'For Att 0', unresolved: [], segments: null, guestName: 'Att 0' },
    });
    expect(preview.body.text).toContain('Harbour Hall');
    expect(preview.body.html).toMatch(/<html/i);
    const twin = event.guests.find((guest) => guest.name === 'Twin Two');
    expect((await owner.client.post(`${event.base}/preview`, { ...request, guestId: twin.id })).body.subject).toBe(
      'For Twin Two',
    );
    expect((await owner.client.post(`${event.base}/preview`, { ...request, guestId: owner.id })).status).toBe(404);
    const empty = await anEventWithGuests([], owner);
    expect(await owner.client.post(`${empty.base}/preview`, request)).toMatchObject({
      status: 200,
      body: { guestId: null },
    });
    expect(
      (await owner.client.post(`${event.base}/preview`, { ...request, body: 'Hi {{gest}}' })).body.unresolved,
    ).toEqual(['gest']);
    const sms = await owner.client.post(`${event.base}/preview`, {
      audience: 'maybe',
      channel: 'sms',
      body: 'Doors open at six',
    });
    expect(sms).toMatchObject({ status: 200, body: { html: null, segments: 1, guestName: 'By Phone' } });
  });
});

describe('what was counted is what is sent', () => {
  it('refuses another audience than the one that was seen, and says what changed', async () => {
    const { id, base, guests } = await anEventWithGuests(
      [
        { name: 'Stays', email: 'stays@guests.test' },
        { name: 'Leaves', email: 'leaves@guests.test' },
      ],
      owner,
    );
    const seen = (await owner.client.get(`${base}/recipient-count?audience=everyone`)).body;
    const joined = await aGuest(owner, id, { name: 'Joined Since', email: 'joined@guests.test' });
    await owner.client.delete(`/v1/events/${id}/guests/${guests[1].id}`);
    const refused = await owner.client.post(base, {
      ...text,
      mode: 'now',
      audience: 'everyone',
      snapshot: seen.snapshot,
    });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'AUDIENCE_CHANGED',
        count: 2,
        joined: { count: 1, guests: [{ id: joined.id, name: 'Joined Since' }] },
        left: { count: 1, guests: [{ id: guests[1].id, name: 'Leaves' }] },
      },
    });
    expect(
      (await owner.client.get(`${base}?status=scheduled`)).body.items.filter((item: any) => item.kind === 'broadcast'),
    ).toEqual([]);
    const sent = await owner.client.post(base, {
      ...text,
      mode: 'now',
      audience: 'everyone',
      snapshot: refused.body.snapshot,
    });
    expect(sent).toMatchObject({ status: 201, body: { status: 'scheduled' } });
    const { rows } = await api.database.pool.query('select snapshot_id from messages where id = $1', [sent.body.id]);
    expect(rows[0].snapshot_id).toBe(refused.body.snapshot);
  });

  it('asks for a new count when the old one is not kept any more, or is of another event', async () => {
    const { base } = await anEventWithGuests(undefined, owner);
    const other = await anEventWithGuests(undefined, owner);
    const foreign = (await owner.client.get(`${other.base}/recipient-count?audience=everyone`)).body.snapshot;
    for (const snapshot of [foreign, '01900000-0000-7000-8000-000000000001']) {
      const refused = await owner.client.post(base, { ...text, mode: 'now', audience: 'everyone', snapshot });
      expect(refused).toMatchObject({ status: 409, body: { code: 'AUDIENCE_CHANGED', count: 1, comparable: false } });
    }
  });
});
