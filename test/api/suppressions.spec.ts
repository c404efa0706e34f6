import { type Answer, type Person, startApi, type TestApi, uniqueWord } from '../harness';

let api: TestApi;
let ama: Person;

beforeAll(async () => {
  api = await startApi();
  ama = await api.person('Ama');
});
afterAll(() => api.close());

const suppress = (over: Record<string, unknown> = {}, person = ama) =>
  person.client.post('/v1/suppressions', { channel: 'email', address: 'kofi@example.test', ...over });
const list = async (query = '', person = ama) =>
  (await person.client.get(`/v1/suppressions${query}`)).body.items as Record<string, unknown>[];

it('suppresses an address once, shows it, lifts it, and keeps it as history', async () => {
  const first = await suppress({ address: ' Kofi@Example.test ', note: 'asked by phone' });
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    channel: 'email',
    address: 'Kofi@Example.test',
    reason: 'manual',
    scope: 'organization',
    eventId: null,
    appliesTo: 'all',
    source: 'person',
    note: 'asked by phone',
    liftedAt: null,
  });
  const again = await suppress();
  expect([again.status, again.body]).toEqual([200, first.body]);

  const lifted = await ama.client.delete(`/v1/suppressions/${first.body.id}`);
  expect([lifted.status, lifted.body]).toEqual([200, { ...first.body, liftedAt: expect.any(String) as string }]);
  expect((await ama.client.delete(`/v1/suppressions/${first.body.id}`)).body).toEqual(lifted.body);

  const anew = await suppress();
  expect(anew.status).toBe(201);
  expect(anew.body.id).not.toBe(first.body.id);
  expect((await list()).map(({ id }) => id)).toEqual([anew.body.id, first.body.id]);
});

it('records each act without the address', async () => {
  const { body } = await suppress({ address: 'audited@example.test' });
  await suppress({ address: 'audited@example.test' });
  await ama.client.delete(`/v1/suppressions/${body.id}`);
  await ama.client.delete(`/v1/suppressions/${body.id}`);
  const { rows } = await api.database.pool.query(
    'select action, actor_id, detail from audit_log where subject_id = $1 order by id',
    [body.id],
  );
  expect(rows.map(({ action, actor_id }) => [action, actor_id])).toEqual([
    ['suppression.created', ama.id],
    ['suppression.lifted', ama.id],
  ]);
  expect(JSON.stringify(rows)).not.toContain('audited@');
});

it('takes null for what may be left out', async () => {
  const nulls = { reason: null, note: null, scope: null, eventId: null, appliesTo: null };
  const answer = await suppress({ address: 'nulls@example.test', ...nulls });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    reason: 'manual',
    note: null,
    scope: 'organization',
    eventId: null,
    appliesTo: 'all',
  });
});

it('ends as one when ten ask at once', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => suppress({ address: 'race@example.test' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});

it('widens one of broadcasts to everything, and never narrows it', async () => {
  const narrow = await suppress({ address: 'wide@example.test', appliesTo: 'broadcast' });
  const wide = await suppress({ address: 'wide@example.test', appliesTo: 'all' });
  expect([wide.status, wide.body.id, wide.body.appliesTo]).toEqual([200, narrow.body.id, 'all']);
  expect((await suppress({ address: 'wide@example.test', appliesTo: 'broadcast' })).body.appliesTo).toBe('all');
});

it('keeps one per reason, channel and scope', async () => {
  const event = await api.event(ama);
  const person = { address: '+44 7700 900123', channel: 'sms' };
  const ids = [
    await suppress(person),
    await suppress({ ...person, reason: 'stop' }),
    await suppress({ ...person, channel: 'whatsapp' }),
    await suppress({ ...person, scope: 'event', eventId: event.id }),
  ].map(({ body }) => body.id as string);
  expect(new Set(ids).size).toBe(4);
  expect((await list('?q=7700900123')).map(({ id }) => id)).toEqual([...ids].reverse());
  expect(await list('?q=7700900123&channel=whatsapp')).toMatchObject([{ id: ids[2], address: '+447700900123' }]);
});

it.each([
  ['no e-mail address', { address: 'kofi' }, 'address'],
  ['a number without its country', { channel: 'sms', address: '07700 900123' }, 'address'],
  ['an address of two lines', { address: 'a@b.test\nx' }, 'address'],
  ['no address', { address: undefined }, 'address'],
  ['an address of null', { address: null }, 'address'],
  ['a list of addresses', { address: ['a@example.test'] }, 'address'],
  ['a reason that is no word', { reason: {} }, 'reason'],
  ['an event that is no id', { scope: 'event', eventId: 'nonsense' }, 'eventId'],
  ['an unknown channel', { channel: 'pigeon' }, 'channel'],
  ['an unknown reason', { reason: 'dislike' }, 'reason'],
  ['the scope of a sender', { scope: 'sender' }, 'scope'],
  ['an event that is not named', { scope: 'event' }, 'eventId'],
  ['an event with the wrong scope', { eventId: '00000000-0000-7000-8000-000000000000' }, 'eventId'],
  ['an event nobody has', { scope: 'event', eventId: '00000000-0000-7000-8000-000000000000' }, 'eventId'],
])('refuses %s', async (_, over, path) => {
  const answer = await suppress(over);
  expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
});

it("refuses another organization's event, and hides its suppressions", async () => {
  const stranger = await api.person();
  const theirs = await api.event(stranger);
  expect((await suppress({ scope: 'event', eventId: theirs.id })).status).toBe(400);
  const { body } = await suppress({ address: 'hidden@example.test' });
  expect(await list('', stranger)).toEqual([]);
  expect((await stranger.client.delete(`/v1/suppressions/${body.id}`)).status).toBe(404);
  expect((await stranger.client.delete('/v1/suppressions/nonsense')).status).toBe(404);
  expect((await suppress({ address: 'hidden@example.test' }, stranger)).status).toBe(201);
  expect((await api.anonymous.get('/v1/suppressions')).status).toBe(401);
});

it('lets members see and add, and only admins lift', async () => {
  const member = await colleague('member');
  const { status, body } = await suppress({ address: 'by-member@example.test' }, member);
  expect(status).toBe(201);
  expect((await list('?q=by-member', member)).length).toBe(1);
  expect((await member.client.delete(`/v1/suppressions/${body.id}`)).status).toBe(403);
  expect((await ama.client.delete(`/v1/suppressions/${body.id}`)).status).toBe(200);

  const support = await colleague('support');
  expect((await support.client.get('/v1/suppressions')).status).toBe(403);
  expect((await suppress({}, support)).status).toBe(403);
});

/** Somebody Ama has invited into her organization. */
async function colleague(role: string): Promise<Person> {
  const email = `${uniqueWord()}@people.test`;
  const password = `a-long-phrase-${uniqueWord()}`;
  const invited = await ama.client.post('/v1/organization/members', { email, role });
  const accepted = await api.anonymous.post('/v1/auth/accept-invitation', {
    token: invited.body.token,
    name: 'Colleague',
    password,
  });
  const { user, accessToken } = accepted.body;
  return { id: user.id, email, password, organizationId: user.organization.id, client: api.anonymous.as(accessToken) };
}

it('searches for what was typed, wildcards included', async () => {
  const person = await api.person();
  for (const address of ['a_b@example.test', 'axb@example.test', 'UPPER@example.test'])
    await suppress({ address }, person);
  expect((await list('?q=a_b', person)).map(({ address }) => address)).toEqual(['a_b@example.test']);
  expect((await list('?q=%25', person)).length).toBe(0);
  expect((await list('?q=upper', person)).length).toBe(1);
});

it('pages through all of them, newest first', async () => {
  const person = await api.person();
  for (let i = 0; i < 5; i++) await suppress({ address: `p${i}@example.test` }, person);
  const addresses: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: Answer = await person.client.get(`/v1/suppressions?limit=2&cursor=${cursor}`);
    addresses.push(...body.items.map((item: { address: string }) => item.address));
    cursor = body.nextCursor;
  }
  expect(addresses).toEqual([4, 3, 2, 1, 0].map((i) => `p${i}@example.test`));
});
