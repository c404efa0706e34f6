import { createDatabase, type Person, startApi, type TestApi, uniqueWord } from '../harness';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const password = 'four small green teapots';
/** Makes every write to a table take a while, so that requests of the same moment really overlap. */
async function slowDown(at: TestApi, table: string): Promise<void> {
  await at.database.pool.query(`
    create or replace function take_a_while() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return new; end $$;
    create trigger slow before insert or update on ${table} for each row execute function take_a_while()`);
}
/** Invites somebody and accepts for them. */
async function join(admin: Person, role: string): Promise<Person> {
  const email = `${uniqueWord()}@people.test`;
  const invited = await admin.client.post('/v1/organization/members', { email, role });
  const { body } = await api.anonymous.post('/v1/auth/accept-invitation', {
    token: invited.body.token,
    name: 'Kofi Asante',
    password,
  });
  return {
    id: body.user.id,
    email,
    password,
    organizationId: body.user.organization.id,
    client: api.anonymous.as(body.accessToken),
  };
}

describe('members', () => {
  it('join by an invitation whose token is in no address a server sees', async () => {
    const admin = await api.person();
    const email = `${uniqueWord()}@people.test`;
    const invited = await admin.client.post('/v1/organization/members', { email, role: 'support' });
    expect(invited.status).toBe(201);
    expect(invited.body.acceptUrl).toBe(`https://beckon.test/accept-invitation#token=${invited.body.token}`);
    const before = await admin.client.get('/v1/organization/members');
    expect(before.body.items).toContainEqual(
      expect.objectContaining({ id: invited.body.id, email, name: null, status: 'invited' }),
    );
    expect(before.text).not.toContain(invited.body.token);

    const accepted = await api.anonymous.post('/v1/auth/accept-invitation', {
      token: invited.body.token,
      name: 'Kofi',
      password,
    });
    expect(accepted.status).toBe(201);
    expect(accepted.body.user).toMatchObject({ email, organization: { id: admin.organizationId, role: 'support' } });
    const after = await admin.client.get('/v1/organization/members');
    expect(after.body.items).toHaveLength(2);
    expect(after.body.items).toContainEqual(
      expect.objectContaining({ email, name: 'Kofi', status: 'active', expiresAt: null }),
    );

    const again = await api.anonymous.post('/v1/auth/accept-invitation', {
      token: invited.body.token,
      name: 'Kofi',
      password,
    });
    expect(again.status).toBe(404);
  });

  it('are not joined with a taken back, replaced or ended invitation', async () => {
    const admin = await api.person();
    const invite = (email = `${uniqueWord()}@people.test`) =>
      admin.client.post('/v1/organization/members', { email, role: 'member' });
    const accept = (token: string) =>
      api.anonymous.post('/v1/auth/accept-invitation', { token, name: 'Kofi', password });
    const revoked = await invite();
    expect((await admin.client.delete(`/v1/organization/members/${revoked.body.id}`)).status).toBe(204);
    expect((await accept(revoked.body.token)).status).toBe(404);
    const replaced = await invite();
    const fresh = await invite(replaced.body.email);
    expect(fresh.status).toBe(201);
    expect((await accept(replaced.body.token)).status).toBe(404);
    const ended = await invite();
    await api.database.pool.query(`update member_invitations set expires_at = now() where id = $1`, [ended.body.id]);
    expect((await accept(ended.body.token)).status).toBe(404);
    expect((await accept(fresh.body.token)).status).toBe(201);
  });

  it('of another organization cannot be invited', async () => {
    const [admin, stranger] = [await api.person(), await api.person()];
    const answer = await admin.client.post('/v1/organization/members', { email: stranger.email, role: 'member' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS', errors: [{ path: 'email' }] } });
  });

  it('lose everything at once when they are removed, and come back with their own password only', async () => {
    const admin = await api.person();
    const member = await join(admin, 'member');
    expect((await admin.client.delete(`/v1/organization/members/${member.id}`)).status).toBe(204);
    expect((await member.client.get('/v1/me')).status).toBe(401);
    expect((await api.anonymous.post('/v1/auth/login', { email: member.email, password })).status).toBe(403);
    const invited = await admin.client.post('/v1/organization/members', { email: member.email, role: 'member' });
    const accept = (given: string) =>
      api.anonymous.post('/v1/auth/accept-invitation', { token: invited.body.token, name: 'Kofi', password: given });
    expect((await accept('somebody else chose this')).body.errors).toEqual([
      expect.objectContaining({ code: 'WRONG_PASSWORD' }),
    ]);
    expect((await accept(password)).body.user.id).toBe(member.id);
  });

  it('are managed by admins only, with a role that counts from the next request on', async () => {
    const admin = await api.person();
    const member = await join(admin, 'member');
    expect((await member.client.get('/v1/organization/members')).status).toBe(403);
    expect(
      (await member.client.post('/v1/organization/members', { email: 'a@people.test', role: 'admin' })).status,
    ).toBe(403);
    expect((await admin.client.patch(`/v1/organization/members/${member.id}`, { role: 'admin' })).body.role).toBe(
      'admin',
    );
    expect((await member.client.get('/v1/organization/members')).status).toBe(200);
  });

  it('of somebody else do not exist', async () => {
    const [admin, stranger] = [await api.person(), await api.person()];
    for (const id of [stranger.id, 'nonsense', '0197f000-0000-7000-8000-000000000000']) {
      expect((await admin.client.patch(`/v1/organization/members/${id}`, { role: 'member' })).status).toBe(404);
      expect((await admin.client.delete(`/v1/organization/members/${id}`)).status).toBe(404);
    }
  });

  it('always keep an admin, also when two admins leave at the same moment', async () => {
    const admin = await api.person();
    expect((await admin.client.delete(`/v1/organization/members/${admin.id}`)).body.code).toBe('LAST_ADMIN');
    expect((await admin.client.patch(`/v1/organization/members/${admin.id}`, { role: 'member' })).body.code).toBe(
      'LAST_ADMIN',
    );
    const second = await join(admin, 'admin');
    await slowDown(api, 'memberships');
    const statuses = await Promise.all([
      admin.client.patch(`/v1/organization/members/${second.id}`, { role: 'member' }),
      second.client.patch(`/v1/organization/members/${admin.id}`, { role: 'member' }),
    ]);
    await api.database.pool.query(`drop trigger slow on memberships`);
    const { rows } = await api.database.pool.query(
      `select count(*)::int as admins from memberships where organization_id = $1 and role = 'admin'`,
      [admin.organizationId],
    );
    expect({ admins: rows[0].admins, changed: statuses.filter(({ status }) => status === 200).length }).toEqual({
      admins: 1,
      changed: 1,
    });
  });
});

describe('API keys', () => {
  const make = async (admin: Person, over: object = {}) =>
    (await admin.client.post('/v1/api-keys', { name: 'Website', ...over })).body;

  it('are shown once, act in the whole organization, and stop at once', async () => {
    const admin = await api.person();
    const event = await api.event(admin);
    const created = await make(admin);
    expect(created.key.startsWith(`${created.prefix}_`)).toBe(true);
    const list = await admin.client.get('/v1/api-keys');
    expect(list.text).not.toContain(created.key);
    expect(list.body.items).toEqual([
      expect.objectContaining({ id: created.id, roleCeiling: 'editor', lastUsedAt: null }),
    ]);
    const key = api.anonymous.as(created.key);
    expect((await key.get(`/v1/events/${event.id}`)).body).toMatchObject({ id: event.id, role: 'editor' });
    expect((await key.get('/v1/events')).body.items).toHaveLength(1);
    expect((await admin.client.get('/v1/api-keys')).body.items[0].lastUsedAt).not.toBeNull();
    expect((await admin.client.delete(`/v1/api-keys/${created.id}`)).status).toBe(204);
    expect((await key.get(`/v1/events/${event.id}`)).status).toBe(401);
    expect((await admin.client.delete(`/v1/api-keys/${created.id}`)).status).toBe(404);
  });

  it('do only what their scopes and their ceiling allow', async () => {
    const admin = await api.person();
    const event = await api.event(admin);
    const reader = api.anonymous.as((await make(admin)).key);
    expect((await reader.patch(`/v1/events/${event.id}`, { name: 'Mine' })).body).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
    const writer = api.anonymous.as((await make(admin, { scopes: ['events:write'] })).key);
    expect((await writer.patch(`/v1/events/${event.id}`, { name: 'Renamed' })).status).toBe(200);
    expect((await writer.delete(`/v1/events/${event.id}`)).status).toBe(403);
    expect((await writer.get(`/v1/events/${event.id}`)).status).toBe(403);
  });

  it('never open keys, members, collaborators or the own account', async () => {
    const admin = await api.person();
    const event = await api.event(admin);
    const { key } = await make(admin, { scopes: ['events:read', 'events:write'], roleCeiling: 'owner' });
    const client = api.anonymous.as(key);
    for (const path of [
      '/v1/api-keys',
      '/v1/organization/members',
      '/v1/me',
      '/v1/audit-log',
      `/v1/events/${event.id}/collaborators`,
    ]) {
      expect({ path, status: (await client.get(path)).status }).toEqual({ path, status: 403 });
    }
  });

  it('see nothing of another organization', async () => {
    const [admin, stranger] = [await api.person(), await api.person()];
    const event = await api.event(admin);
    const client = api.anonymous.as((await make(stranger, { roleCeiling: 'owner' })).key);
    expect((await client.get(`/v1/events/${event.id}`)).status).toBe(404);
    expect((await client.get('/v1/events')).body.items).toEqual([]);
  });

  it('end when they should', async () => {
    const admin = await api.person();
    const created = await make(admin, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await api.anonymous.as(created.key).get('/v1/events')).status).toBe(200);
    await api.database.pool.query(`update api_keys set expires_at = now() where id = $1`, [created.id]);
    expect((await api.anonymous.as(created.key).get('/v1/events')).status).toBe(401);
  });

  it.each([
    ['an unknown scope', { scopes: ['everything'] }, 'scopes'],
    ['no scopes at all', { scopes: [] }, 'scopes'],
    ['a viewer who writes', { scopes: ['guests:write'], roleCeiling: 'viewer' }, 'scopes'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end that is no instant', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['another ceiling', { roleCeiling: 'admin' }, 'roleCeiling'],
  ])('are refused with %s', async (_name, over, path) => {
    const admin = await api.person();
    const answer = await admin.client.post('/v1/api-keys', { name: 'Website', ...over });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  });
});

it('writes down who did what, newest first, for admins of this organization only', async () => {
  const [admin, stranger] = [await api.person('Ama Mensah'), await api.person()];
  await admin.client.patch('/v1/organization', { name: 'New name' });
  await join(admin, 'member');
  const first = await admin.client.get('/v1/audit-log?limit=2');
  expect(first.body.items.map(({ action }: { action: string }) => action)).toEqual(['member.joined', 'member.invited']);
  expect(first.body.items[1].actor).toEqual({ kind: 'user', id: admin.id, name: 'Ama Mensah' });
  expect(first.body.items[1].ip).toBeTruthy();
  const rest = await admin.client.get(`/v1/audit-log?limit=2&cursor=${first.body.nextCursor}`);
  expect(rest.body.items.map(({ action }: { action: string }) => action)).toEqual([
    'organization.renamed',
    'organization.created',
  ]);
  expect(rest.body.nextCursor).toBeNull();
  expect((await stranger.client.get('/v1/audit-log')).body.items).toHaveLength(1);
  expect((await admin.client.get('/v1/audit-log?cursor=nonsense')).body.code).toBe('VALIDATION_FAILED');
});

it('the log names what it was about, but nothing of an event to an admin who does not work on it', async () => {
  const admin = await api.person('Ama Mensah');
  const member = await join(admin, 'member');
  const template = { name: 'Doors', channel: 'email', subject: 'Doors', body: 'At six.' };
  await admin.client.post('/v1/templates', template);
  await admin.client.post('/v1/suppressions', { channel: 'email', address: 'kofi@example.test' });
  const [own, theirs] = [await api.event(admin), await api.event(member)];
  for (const [person, event] of [
    [admin, own],
    [member, theirs],
  ] as const) {
    await person.client.post(`/v1/events/${event.id}/guests`, { name: 'Kofi Owusu', email: 'kofi@example.test' });
    const draft = { mode: 'draft', channel: 'email', audience: 'everyone', subject: 'Hello', body: 'Hello' };
    await person.client.post(`/v1/events/${event.id}/messages`, draft);
    const helper = person === admin ? member : admin;
    const { email } = (await helper.client.get('/v1/me')).body;
    await person.client.post(`/v1/events/${event.id}/collaborators`, { email, role: 'viewer' });
    // who is taken off an event again does not learn more of it than before
    await person.client.delete(`/v1/events/${event.id}/collaborators/${helper.id}`);
  }
  const { items } = (await admin.client.get('/v1/audit-log?limit=100')).body;
  const about = (action: string): unknown[] =>
    items
      .filter((entry: any) => entry.action === action)
      .map(({ subjectName, eventId, eventName }: any) => [subjectName, eventId, eventName]);
  const people = (action: string): unknown[] =>
    items.filter((entry: any) => entry.action === action).map(({ personName }: any) => personName);
  expect(about('template.created')).toEqual([['Doors', null, null]]);
  const unknown = [null, null, null];
  expect(about('event.created')).toEqual([unknown, [null, own.id, own.name]]);
  expect(about('guest.created')).toEqual([unknown, ['Kofi Owusu', own.id, own.name]]);
  expect(about('message.created')).toEqual([unknown, ['Hello', own.id, own.name]]);
  expect(people('collaborator.removed')).toEqual([null, 'Kofi Asante']);
  expect(about('suppression.created')).toEqual([['kofi@example.test', null, null]]);
  expect(about('member.joined')).toEqual([[expect.any(String), null, null]]);
});

it('an organization changes its name and its settings each by itself, and both are on record', async () => {
  const admin = await api.person();
  const { body: before } = await admin.client.get('/v1/organization');
  expect(before.onUnknown).toBe('ask');
  const change = (body: unknown) => admin.client.patch('/v1/organization', body);
  expect((await change({ onUnknown: 'resend' })).body).toEqual({ ...before, onUnknown: 'resend' });
  expect((await change({ name: 'Harbour Events' })).body).toEqual({
    ...before,
    name: 'Harbour Events',
    onUnknown: 'resend',
  });
  for (const wrong of [{ onUnknown: 'never' }, { onUnknown: null }, { name: null }, { name: '' }, { plan: 'gold' }]) {
    const { status, body } = await change(wrong);
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
  }
  const log = (await admin.client.get('/v1/audit-log')).body.items.filter((e: any) => e.subjectType === 'organization');
  expect(log.map((e: any) => e.action)).toEqual(
    expect.arrayContaining(['organization.renamed', 'organization.settings_changed']),
  );
});

describe('who may register', () => {
  const register = (at: TestApi) =>
    at.anonymous.post('/v1/auth/register', { email: `${uniqueWord()}@people.test`, password, name: 'Somebody' });

  it('invite: only the first of ten at the same moment, then whoever is invited', async () => {
    const closed = await startApi({ REGISTRATION: 'invite' });
    try {
      await slowDown(closed, 'users');
      const answers = await Promise.all(Array.from({ length: 10 }, () => register(closed)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 403)]);
      const admin = closed.anonymous.as(answers.find(({ status }) => status === 201)!.body.accessToken);
      expect((await register(closed)).body).toMatchObject({
        code: 'FORBIDDEN',
        detail: expect.stringContaining('invitation'),
      });
      const invited = await admin.post('/v1/organization/members', { email: 'kofi@people.test', role: 'member' });
      const { token } = invited.body;
      expect(
        (await closed.anonymous.post('/v1/auth/accept-invitation', { token, name: 'Kofi', password })).status,
      ).toBe(201);
    } finally {
      await closed.close();
    }
  });

  it('closed: nobody, not even the first', async () => {
    const database = await createDatabase();
    const closed = await startApi({ REGISTRATION: 'closed' }, database);
    try {
      expect((await register(closed)).status).toBe(403);
    } finally {
      await closed.close();
      await database.drop();
    }
  });
});
