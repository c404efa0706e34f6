import { aGuest, type Person, startApi, type TestApi, uniqueWord } from '../harness';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const NOBODY = '0197f000-0000-7000-8000-000000000000';
const collaborate = async (owner: Person, eventId: string, role: string): Promise<Person> => {
  const person = await api.person();
  const answer = await owner.client.post(`/v1/events/${eventId}/collaborators`, { email: person.email, role });
  expect(answer.status).toBe(201);
  return person;
};
/** A year that is surely ahead and within bounds; its clock changes in London are on the last Sundays of March and October. */
const year = new Date().getUTCFullYear() + 1;
const lastSunday = (month: number) => {
  const day = new Date(Date.UTC(year, month, 0));
  day.setUTCDate(day.getUTCDate() - day.getUTCDay());
  return day.toISOString().slice(0, 10);
};

describe('an event', () => {
  it('is made with its instant and its owner, and comes back the same', async () => {
    const owner = await api.person();
    const body = {
      name: '  Garden party ',
      startsAtLocal: `${year}-06-01T18:00`,
      timeZone: 'America/New_York',
      venue: 'Rose Hall',
      hostName: 'Ama',
    };
    const created = await owner.client.post('/v1/events', {
      ...body,
      endsAtLocal: `${year}-06-01T23:00`,
      description: 'Bring\na hat',
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      ...body,
      name: 'Garden party',
      startsAt: `${year}-06-01T22:00:00.000Z`,
      endsAt: `${year}-06-02T03:00:00.000Z`,
      description: 'Bring\na hat',
      status: 'active',
      role: 'owner',
      version: 1,
    });
    expect((await owner.client.get(`/v1/events/${created.body.id}`)).body).toEqual(created.body);
  });

  it.each([
    ['without a name', { name: undefined }, 'name'],
    ['with an empty name', { name: ' ' }, 'name'],
    ['with a name of two lines', { name: 'Garden\r\nBcc: everybody' }, 'name'],
    ['with a venue that turns text around', { venue: 'Rose \u2066Hall' }, 'venue'],
    ['with a host of 201 characters', { hostName: 'a'.repeat(201) }, 'hostName'],
    ['on 31 June', { startsAtLocal: `${year}-06-31T18:00` }, 'startsAtLocal'],
    ['with an instant instead of a wall time', { startsAtLocal: `${year}-06-01T18:00:00Z` }, 'startsAtLocal'],
    [
      'that ends before it starts',
      { endsAtLocal: `${year}-01-01T18:00`, startsAtLocal: `${year}-06-01T18:00` },
      'endsAtLocal',
    ],
    ['with a status', { status: 'cancelled' }, 'status'],
    ['in somebody’s organization', { organizationId: NOBODY }, 'organizationId'],
  ])('is refused %s', async (_name, over, path) => {
    const owner = await api.person();
    const body = {
      name: 'Party',
      startsAtLocal: `${year}-06-01T18:00`,
      timeZone: 'Europe/London',
      venue: 'Hall',
      hostName: 'Ama',
      ...over,
    };
    const answer = await owner.client.post('/v1/events', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  });

  it('answers an unknown zone with its own code', async () => {
    const owner = await api.person();
    const body = {
      name: 'Party',
      startsAtLocal: `${year}-06-01T18:00`,
      timeZone: 'Mars/Olympus',
      venue: 'Hall',
      hostName: 'Ama',
    };
    expect((await owner.client.post('/v1/events', body)).body.code).toBe('INVALID_TIME_ZONE');
  });

  it('cannot start at a time that does not exist', async () => {
    const owner = await api.person();
    const body = {
      name: 'Night',
      startsAtLocal: `${lastSunday(3)}T01:30`,
      timeZone: 'Europe/London',
      venue: 'Hall',
      hostName: 'Ama',
    };
    const answer = await owner.client.post('/v1/events', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'TIME_DOES_NOT_EXIST' } });
    expect(
      answer.body.candidates.map(({ startsAtLocal }: { startsAtLocal: string }) => startsAtLocal.slice(11)),
    ).toEqual(['00:30', '02:30']);
  });

  it('asks which one when a time happens twice, and takes the answer', async () => {
    const owner = await api.person();
    const day = lastSunday(10);
    const body = {
      name: 'Night',
      startsAtLocal: `${day}T01:30`,
      timeZone: 'Europe/London',
      venue: 'Hall',
      hostName: 'Ama',
    };
    const asked = await owner.client.post('/v1/events', body);
    expect(asked).toMatchObject({ status: 400, body: { code: 'TIME_AMBIGUOUS' } });
    expect(asked.body.candidates).toMatchObject([
      { startsAt: `${day}T00:30:00.000Z`, offset: '+01:00' },
      { startsAt: `${day}T01:30:00.000Z`, offset: '+00:00' },
    ]);
    const picked = await owner.client.post('/v1/events', { ...body, startsAtOffset: '+00:00' });
    expect(picked.body.startsAt).toBe(`${day}T01:30:00.000Z`);
    const renamed = await owner.client.patch(`/v1/events/${picked.body.id}`, { ...body, name: 'Long night' });
    expect(renamed.body).toMatchObject({ name: 'Long night', startsAt: `${day}T01:30:00.000Z` });
  });

  it('changes what is sent and nothing else, and counts its versions', async () => {
    const owner = await api.person();
    const event = await api.event(owner, { description: 'Old words', endsAtLocal: null });
    const changed = await owner.client.patch(`/v1/events/${event.id}`, {
      venue: 'Boat House',
      description: null,
      version: 1,
    });
    expect(changed.body).toEqual({
      ...event,
      venue: 'Boat House',
      description: null,
      version: 2,
      updatedAt: changed.body.updatedAt,
    });
    expect(changed.body.updatedAt > event.updatedAt).toBe(true);
    expect((await owner.client.patch(`/v1/events/${event.id}`, {})).body.version).toBe(2);
    expect((await owner.client.patch(`/v1/events/${event.id}`, { name: null })).status).toBe(400);
    const { rows } = await api.database.pool.query(`select revision from events where id = $1`, [event.id]);
    expect(rows[0].revision).toBe(1);
    const log = await api.database.pool.query(
      `select detail from audit_log where subject_id = $1 and action = 'event.updated'`,
      [event.id],
    );
    expect(log.rows).toEqual([{ detail: { fields: ['venue', 'description'] } }]);
  });

  it('is changed by one of two who loaded the same version', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const change = (name: string) => owner.client.patch(`/v1/events/${event.id}`, { name, version: event.version });
    const answers = await Promise.all([change('One'), change('Two'), change('Three')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const stale = answers.find(({ status }) => status === 409);
    expect(stale?.body).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
  });

  it('is cancelled once and for all', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const [one, two] = await Promise.all([
      owner.client.post(`/v1/events/${event.id}/cancel`),
      owner.client.post(`/v1/events/${event.id}/cancel`),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toMatchObject({ status: 'cancelled', version: 2 });
    expect((await owner.client.patch(`/v1/events/${event.id}`, { name: 'New' })).body.code).toBe('EVENT_CANCELLED');
    const { rows } = await api.database.pool.query(`select action from audit_log where subject_id = $1 order by id`, [
      event.id,
    ]);
    expect(rows.map(({ action }) => action)).toEqual(['event.created', 'event.cancelled']);
  });

  it('is gone for everybody after it was deleted, and its row stays', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    expect((await owner.client.delete(`/v1/events/${event.id}`)).status).toBe(204);
    expect((await owner.client.get(`/v1/events/${event.id}`)).status).toBe(404);
    expect((await owner.client.delete(`/v1/events/${event.id}`)).status).toBe(404);
    expect((await owner.client.get('/v1/events')).body.items).toEqual([]);
    const { rowCount } = await api.database.pool.query(
      `select 1 from events where id = $1 and deleted_at is not null`,
      [event.id],
    );
    expect(rowCount).toBe(1);
  });

  it('leaves nothing behind when what follows from it fails', async () => {
    const owner = await api.person();
    await api.database.pool.query(
      `alter table messages add constraint no_reminders check (kind not like 'reminder%') not valid`,
    );
    const answer = await owner.client.post('/v1/events', {
      name: 'Party',
      startsAtLocal: `${year}-06-01T18:00`,
      timeZone: 'Europe/London',
      venue: 'Hall',
      hostName: 'Ama',
    });
    await api.database.pool.query(`alter table messages drop constraint no_reminders`);
    expect(answer.status).toBe(500);
    expect((await owner.client.get('/v1/events')).body.items).toEqual([]);
  });
});

describe('the list of events', () => {
  it('pages newest first and shows figures', async () => {
    const owner = await api.person();
    const events = [];
    for (const name of ['One', 'Two', 'Three']) events.push(await api.event(owner, { name }));
    await aGuest(owner, events[2].id, { name: 'Kofi', rsvpStatus: 'attending' });
    await aGuest(owner, events[2].id, { name: 'Esi' });
    const first = await owner.client.get('/v1/events?limit=2');
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(['Three', 'Two']);
    expect(first.body.items[0]).toMatchObject({
      guestCounts: { pending: 1, attending: 1, declined: 0, maybe: 0 },
      role: 'owner',
    });
    expect(Date.parse(first.body.items[0].nextSendAt)).toBeGreaterThan(Date.now());
    expect(first.body.items[0]).toMatchObject({
      nextMessage: { kind: 'reminder_7d', channel: 'email' },
      attention: { sending: 0, paused: 0, failed: 0, unconfirmed: 0, guestsWithoutAddress: 2 },
    });
    const second = await owner.client.get(`/v1/events?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ name: 'One' }], nextCursor: null });
  });

  it('has only events one works on', async () => {
    const [owner, stranger] = [await api.person(), await api.person()];
    const event = await api.event(owner);
    expect((await stranger.client.get('/v1/events')).body.items).toEqual([]);
    await owner.client.post(`/v1/events/${event.id}/collaborators`, { email: stranger.email, role: 'viewer' });
    expect((await stranger.client.get('/v1/events')).body.items).toMatchObject([
      { id: event.id, role: 'viewer', nextSendAt: expect.any(String), nextMessage: null, attention: null },
    ]);
  });
});

describe('who may do what', () => {
  const routes = [
    ['viewer', 'GET', '', undefined],
    ['viewer', 'GET', '/branding', undefined],
    ['editor', 'PATCH', '', { name: 'New name' }],
    ['editor', 'PATCH', '/branding', { accentColour: '#102030' }],
    ['owner', 'GET', '/collaborators', undefined],
    ['owner', 'POST', '/collaborators', { email: 'nobody@people.test', role: 'viewer' }],
    ['owner', 'PATCH', `/collaborators/${NOBODY}`, { role: 'viewer' }],
    ['owner', 'DELETE', `/collaborators/${NOBODY}`, undefined],
    ['owner', 'POST', '/cancel', {}],
    ['owner', 'DELETE', '', undefined],
  ] as const;
  const rank = ['viewer', 'editor', 'owner'] as const;
  let event: { id: string };
  let people: Record<string, Person>;

  beforeAll(async () => {
    const owner = await api.person();
    event = await api.event(owner);
    people = {
      editor: await collaborate(owner, event.id, 'editor'),
      viewer: await collaborate(owner, event.id, 'viewer'),
      stranger: await api.person(),
    };
    for (const role of ['admin', 'support']) {
      const invited = await owner.client.post('/v1/organization/members', {
        email: `${uniqueWord()}@people.test`,
        role,
      });
      const joined = await api.anonymous.post('/v1/auth/accept-invitation', {
        token: invited.body.token,
        name: role,
        password: 'four small green teapots',
      });
      people[role] = { ...people['viewer']!, client: api.anonymous.as(joined.body.accessToken) };
    }
  });

  it.each(routes)('%s: %s %s', async (needed, method, path, body) => {
    const ask = async (name: string, id = event.id) => {
      const answer = await people[name]!.client.request(method, `/v1/events/${id}${path}`, { body });
      return { name, id, status: answer.status, code: answer.body?.code as unknown };
    };
    for (const role of ['viewer', 'editor'] as const) {
      const isEnough = rank.indexOf(role) >= rank.indexOf(needed);
      const answer = await ask(role);
      expect(isEnough ? answer.status < 300 : answer.code === 'FORBIDDEN').toBe(true);
    }
    for (const name of ['stranger', 'admin', 'support']) {
      expect(await ask(name)).toEqual({ name, id: event.id, status: 404, code: 'NOT_FOUND' });
    }
    for (const id of [NOBODY, 'nonsense', '%00', `${event.id}x`]) {
      expect(await ask('editor', id)).toEqual({ name: 'editor', id, status: 404, code: 'NOT_FOUND' });
    }
    const anonymous = await api.anonymous.request(method, `/v1/events/${event.id}${path}`, { body });
    expect(anonymous).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it('answers somebody else’s event exactly like one that does not exist', async () => {
    const [theirs, none] = await Promise.all(
      [event.id, NOBODY].map((id) => people['stranger']!.client.get(`/v1/events/${id}`)),
    );
    expect({ ...theirs!.body, requestId: '' }).toEqual({ ...none!.body, requestId: '' });
  });

  it('keeps support staff from making events', async () => {
    const body = {
      name: 'Party',
      startsAtLocal: `${year}-06-01T18:00`,
      timeZone: 'Europe/London',
      venue: 'Hall',
      hostName: 'Ama',
    };
    expect((await people['support']!.client.post('/v1/events', body)).status).toBe(403);
  });
});

describe('collaborators', () => {
  it('come, change and go', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const editor = await collaborate(owner, event.id, 'editor');
    const path = `/v1/events/${event.id}/collaborators`;
    expect((await owner.client.get(path)).body.items).toHaveLength(2);
    expect((await owner.client.post(path, { email: editor.email, role: 'owner' })).body.code).toBe('ALREADY_EXISTS');
    expect((await owner.client.post(path, { email: 'nobody@people.test', role: 'owner' })).body).toMatchObject({
      status: 404,
      code: 'ACCOUNT_NOT_FOUND',
    });
    expect((await owner.client.post(path, { email: editor.email, role: 'support' })).status).toBe(400);
    expect((await owner.client.patch(`${path}/${editor.id}`, { role: 'viewer' })).body.role).toBe('viewer');
    expect((await editor.client.get(`/v1/events/${event.id}`)).body.role).toBe('viewer');
    expect((await owner.client.delete(`${path}/${editor.id}`)).status).toBe(204);
    expect((await editor.client.get(`/v1/events/${event.id}`)).status).toBe(404);
  });

  it('always keep an owner, also when both leave at the same moment', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const path = `/v1/events/${event.id}/collaborators`;
    expect((await owner.client.delete(`${path}/${owner.id}`)).body.code).toBe('LAST_OWNER');
    expect((await owner.client.patch(`${path}/${owner.id}`, { role: 'editor' })).body.code).toBe('LAST_OWNER');
    const second = await collaborate(owner, event.id, 'owner');
    const answers = await Promise.all([
      owner.client.delete(`${path}/${owner.id}`),
      second.client.patch(`${path}/${second.id}`, { role: 'viewer' }),
    ]);
    expect(answers.map(({ status }) => status < 300)).toContain(false);
    const { rows } = await api.database.pool.query(
      `select count(*)::int as owners from collaborators where event_id = $1 and role = 'owner'`,
      [event.id],
    );
    expect(rows[0].owners).toBe(1);
  });
});

describe('branding', () => {
  it('is set, read and cleared', async () => {
    const owner = await api.person();
    const event = await api.event(owner);
    const path = `/v1/events/${event.id}/branding`;
    const none = { accentColour: null, logoUrl: null, senderName: null, replyTo: null, footer: null };
    expect((await owner.client.get(path)).body).toEqual(none);
    const looks = {
      accentColour: '#AABBCC',
      logoUrl: 'https://images.example.test/a.png',
      senderName: 'Ama',
      replyTo: 'ama@people.test',
      footer: 'One\nTwo',
    };
    expect((await owner.client.patch(path, looks)).body).toEqual({ ...looks, accentColour: '#aabbcc' });
    expect((await owner.client.patch(path, { logoUrl: null, footer: null })).body).toEqual({
      ...looks,
      accentColour: '#aabbcc',
      logoUrl: null,
      footer: null,
    });
    expect((await owner.client.get(`/v1/events/${event.id}`)).body.version).toBe(3);
  });

  it.each([
    ['a colour by name', { accentColour: 'red' }, 'accentColour'],
    ['a logo without TLS', { logoUrl: 'http://images.example.test/a.png' }, 'logoUrl'],
    ['a logo that is a script', { logoUrl: 'javascript:alert(1)' }, 'logoUrl'],
    ['a logo with a password', { logoUrl: 'https://me:secret@images.example.test/a.png' }, 'logoUrl'],
    ['a sender of two lines', { senderName: 'Ama\nBcc: all' }, 'senderName'],
    ['no address to reply to', { replyTo: 'somewhere' }, 'replyTo'],
    ['a long footer', { footer: 'a'.repeat(501) }, 'footer'],
  ])('refuses %s', async (_name, change, path) => {
    const owner = await api.person();
    const event = await api.event(owner);
    const answer = await owner.client.patch(`/v1/events/${event.id}/branding`, change);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  });
});
