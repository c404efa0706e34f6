import { aGuest, type Person, type TestApi } from '../../harness';
import { Desk, inSeconds, text } from './desk';

let desk: Desk;
let api: TestApi;
let owner: Person;
let anEventWithGuests: Desk['anEventWithGuests'];
let move: Desk['move'];

beforeAll(async () => {
  desk = await Desk.open();
  ({ api, owner, anEventWithGuests, move } = desk);
});
afterAll(() => desk.api.close());

describe('the same key twice', () => {
  it('composes one message', async () => {
    const { base } = await anEventWithGuests();
    const body = { ...text, mode: 'schedule', audience: 'everyone', sendAt: inSeconds(7200) };
    const [one, two] = await Promise.all([
      owner.client.post(base, body, { 'idempotency-key': 'click-1' }),
      owner.client.post(base, body, { 'idempotency-key': 'click-1' }),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body).toEqual(two.body);
    expect([one, two].map((answer) => answer.headers.get('idempotent-replayed')).sort()).toEqual(['true', null].sort());
    expect(
      (await owner.client.get(`${base}?status=scheduled`)).body.items.filter((item: any) => item.kind === 'broadcast'),
    ).toHaveLength(1);
    expect(
      await owner.client.post(base, { ...body, subject: 'Other' }, { 'idempotency-key': 'click-1' }),
    ).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const third = await owner.client.post(base, body, { 'idempotency-key': 'click-2' });
    expect(third.body.id).not.toBe(one.body.id);
  });

  it('does not remember failures', async () => {
    const { id, base } = await anEventWithGuests([]);
    const body = { ...text, mode: 'now', audience: 'everyone', holdSeconds: 60 };
    expect((await owner.client.post(base, body, { 'idempotency-key': 'retry' })).status).toBe(409);
    await aGuest(owner, id, { name: 'Now There', email: 'now@guests.test' });
    expect((await owner.client.post(base, body, { 'idempotency-key': 'retry' })).status).toBe(201);
  });

  it('sends a draft once, and a replay does not ask again whether it may', async () => {
    const { base } = await anEventWithGuests();
    const { body } = await owner.client.post(base, { ...text, mode: 'draft', audience: 'everyone' });
    const first = await owner.client.post(`${base}/${body.id}/send-now`, {}, { 'idempotency-key': 'go' });
    await move(body.id, 'sending');
    await move(body.id, 'sent');
    const again = await owner.client.post(`${base}/${body.id}/send-now`, {}, { 'idempotency-key': 'go' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each(['', 'with space', 'ü', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const { base } = await anEventWithGuests();
    const answer = await owner.client.post(
      base,
      { ...text, mode: 'draft', audience: 'everyone' },
      { 'idempotency-key': key },
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'Idempotency-Key' }] },
    });
  });

  it('tells the second to come back when the first takes too long', async () => {
    const { base } = await anEventWithGuests();
    const holder = await api.database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${owner.id} messages.create slow`]);
      const answer = await owner.client.post(
        base,
        { ...text, mode: 'draft', audience: 'everyone' },
        { 'idempotency-key': 'slow' },
      );
      expect(answer).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });
});
