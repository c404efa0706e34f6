import { type Answer, type Person, startApi, type TestApi } from '../harness';

let api: TestApi;
let ama: Person;
const mail = {
  name: 'Reminder',
  channel: 'email',
  subject: 'See you at {{event_name}}',
  body: 'Hi {{ guest_first_name | default: "there" }}',
};

beforeAll(async () => {
  api = await startApi();
  ama = await api.person('Ama');
});
afterAll(() => api.close());

const create = (over: Record<string, unknown> = {}, person = ama) =>
  person.client.post('/v1/templates', { ...mail, ...over });

it('saves, reads, changes and deletes a template', async () => {
  const created = await create({ name: '  First  ' });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ ...mail, name: 'First', version: 1 });
  const path = `/v1/templates/${created.body.id}`;
  expect((await ama.client.get(path)).body).toEqual(created.body);

  const changed = await ama.client.patch(path, { subject: 'News', version: 1 });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ subject: 'News', body: mail.body, version: 2 });
  expect(changed.body.updatedAt > created.body.updatedAt).toBe(true);
  expect((await ama.client.get(path)).body).toEqual(changed.body);

  const stale = await ama.client.patch(path, { body: 'Late', version: 1 });
  expect([stale.status, stale.body.code, stale.body.currentVersion]).toEqual([409, 'STALE_VERSION', 2]);

  expect((await ama.client.delete(path)).status).toBe(204);
  expect((await ama.client.get(path)).status).toBe(404);
  expect((await ama.client.delete(path)).status).toBe(404);
  expect((await create({ name: 'First' })).status).toBe(201);
});

it('keeps no subject for an SMS', async () => {
  const created = await create({ name: 'Text', channel: 'sms' });
  expect([created.status, created.body.subject]).toEqual([201, null]);
  const changed = await ama.client.patch(`/v1/templates/${created.body.id}`, { subject: 'x', body: 'Short' });
  expect([changed.status, changed.body.subject, changed.body.body]).toEqual([200, null, 'Short']);
});

it('refuses a name that is taken, whatever the case', async () => {
  expect((await create({ name: 'Once' })).status).toBe(201);
  const again = await create({ name: 'ONCE' });
  expect([again.status, again.body.code, again.body.errors[0].path]).toEqual([409, 'ALREADY_EXISTS', 'name']);
  const other = await create({ name: 'Another' });
  const renamed = await ama.client.patch(`/v1/templates/${other.body.id}`, { name: 'once' });
  expect([renamed.status, renamed.body.code]).toEqual([409, 'ALREADY_EXISTS']);
  expect((await create({ name: 'Once' }, await api.person())).status).toBe(201);
});

it.each([
  ['an unknown placeholder', { body: 'Hi {{guest_nmae}}' }, 'UNRESOLVED_TOKENS', 'body'],
  ['an unknown placeholder in the subject', { subject: '{{nope}}' }, 'UNRESOLVED_TOKENS', 'subject'],
  ['a tag', { body: '{% for x in y %}' }, 'VALIDATION_FAILED', 'body'],
  ['no subject', { subject: undefined }, 'VALIDATION_FAILED', 'subject'],
  ['an empty body', { body: ' ' }, 'VALIDATION_FAILED', 'body'],
  ['no body', { body: undefined }, 'VALIDATION_FAILED', 'body'],
  ['a body that is no text', { body: 5 }, 'VALIDATION_FAILED', 'body'],
  ['a long SMS', { channel: 'sms', body: 'a'.repeat(1601) }, 'VALIDATION_FAILED', 'body'],
  ['WhatsApp', { channel: 'whatsapp' }, 'VALIDATION_FAILED', 'channel'],
  ['a long name', { name: 'a'.repeat(101) }, 'VALIDATION_FAILED', 'name'],
  ['a name of two lines', { name: 'a\nb' }, 'VALIDATION_FAILED', 'name'],
  ['an unknown field', { colour: 'red' }, 'VALIDATION_FAILED', 'colour'],
])('refuses %s', async (_, over, code, path) => {
  const answer = await create({ name: 'Refused', ...over });
  expect([answer.status, answer.body.code]).toEqual([400, code]);
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
});

it.each([
  ['nothing', {}],
  ['a subject of null', { subject: null }],
  ['a name of null', { name: null }],
  ['a body of null', { body: null }],
  ['from a version of null', { name: 'Null', version: null }],
  ['from a version that cannot be', { name: 'Huge', version: 1e12 }],
  ['another channel', { channel: 'sms' }],
  ['an unknown placeholder', { body: '{{nope}}' }],
])('refuses to change %s', async (what, change) => {
  const { body } = await create({ name: `Change of ${what}` });
  expect((await ama.client.patch(`/v1/templates/${body.id}`, change)).status).toBe(400);
  expect((await ama.client.get(`/v1/templates/${body.id}`)).body).toEqual(body);
});

it('pages through all of them, newest first', async () => {
  const person = await api.person();
  for (let i = 0; i < 5; i++) await create({ name: `T${i}` }, person);
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: Answer = await person.client.get(`/v1/templates?limit=2&cursor=${cursor}`);
    names.push(...body.items.map((item: { name: string }) => item.name));
    cursor = body.nextCursor;
  }
  expect(names).toEqual(['T4', 'T3', 'T2', 'T1', 'T0']);
});

it("answers 404 for another organization's template, and for what cannot be one", async () => {
  const { body } = await create({ name: 'Mine' });
  const stranger = await api.person();
  for (const id of [body.id, 'nonsense', '00000000-0000-7000-8000-000000000000']) {
    const path = `/v1/templates/${id}`;
    expect((await stranger.client.get(path)).status).toBe(404);
    expect((await stranger.client.patch(path, { name: 'Stolen' })).status).toBe(404);
    expect((await stranger.client.delete(path)).status).toBe(404);
  }
  expect((await stranger.client.get('/v1/templates')).body.items).toEqual([]);
  expect((await api.anonymous.get('/v1/templates')).status).toBe(401);
});
