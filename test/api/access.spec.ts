import { randomUUID } from 'node:crypto';
import { type Answer, startApi, type TestApi } from '../harness';
import {
  type AccessRow,
  accessTable,
  documentationPages,
  people,
  type PersonName,
  publicRoutes,
  undocumentedRoutes,
} from './access/access-table';
import { call, freshParams } from './access/calls';
import { assemble, type Cast } from './access/cast';
import { fingerprint } from './access/fingerprint';
import { documentedRoutes, servedRoutes } from './access/routes';

let api: TestApi;
let cast: Cast;
beforeAll(async () => {
  api = await startApi();
  cast = await assemble(api);
});
afterAll(() => api.close());

const REFUSALS: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' };
const isRefusal = (status: number) => status in REFUSALS;
const routes = accessTable.map(({ route }) => route);
const rowOf = (route: string): AccessRow => accessTable.find((row) => row.route === route)!;
/** The body of a refusal without what differs in every answer. */
const shape = ({ status, body }: Answer) => ({ ...body, status, requestId: null });
const personOf = (name: PersonName) => (name in cast.people ? cast.people[name as keyof Cast['people']] : null);

describe('the table', () => {
  const listed = [...routes, ...Object.keys(publicRoutes)];

  it('has one line for every route of the OpenAPI document', () => {
    expect(documentedRoutes(api).sort()).toEqual(listed.filter((route) => !undocumentedRoutes.includes(route)).sort());
  });

  it('has one line for every route that the server answers, hidden ones included', () => {
    const served = servedRoutes(api).filter((route) => !documentationPages.test(route));
    expect(served.sort()).toEqual([...listed].sort());
  });
});

describe.each(accessTable)('$route', ({ route, scope, statuses }) => {
  const row = rowOf(route);
  const ask = async (name: PersonName) => {
    const params = isRefusal(statuses[name]) ? { ...cast.mine } : await freshParams(cast, route);
    return call(cast, route, cast.as(name, row), params, personOf(name));
  };

  it('refuses whom the table refuses, with the one answer, and changes nothing', async () => {
    const refused = people.filter((name) => isRefusal(statuses[name]));
    const before = await fingerprint(api.database);
    const answers: Record<string, unknown> = {};
    for (const name of refused) {
      const answer = await ask(name);
      answers[name] = `${answer.status} ${answer.body?.code}`;
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(answers).toEqual(
      Object.fromEntries(refused.map((name) => [name, `${statuses[name]} ${REFUSALS[statuses[name]]}`])),
    );
    expect(await fingerprint(api.database)).toEqual(before);
  });

  it('lets in whom the table lets in', async () => {
    const admitted = people.filter((name) => !isRefusal(statuses[name]));
    const answers: Record<string, number> = {};
    for (const name of admitted) answers[name] = (await ask(name)).status;
    expect(answers).toEqual(Object.fromEntries(admitted.map((name) => [name, statuses[name]])));
  });

  it('takes no credential that is over or made up', async () => {
    const before = await fingerprint(api.database);
    const answers: Record<string, number> = {};
    for (const [name, client] of Object.entries(cast.dead)) {
      answers[name] = (await call(cast, route, client, { ...cast.mine })).status;
    }
    expect(answers).toEqual(Object.fromEntries(Object.keys(cast.dead).map((name) => [name, 401])));
    expect(await fingerprint(api.database)).toEqual(before);
  });

  it(
    scope === null ? 'is closed to API keys' : `opens to API keys by ${scope} alone, in their own organization`,
    async () => {
      const before = await fingerprint(api.database);
      const wrong = scope === null ? cast.everyScope : cast.allBut[scope]!;
      const answer = await call(cast, route, wrong, { ...cast.mine });
      expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
      const isOfOneThing = route.includes('{');
      if (scope === null || isOfOneThing) {
        const foreign = await call(cast, route, cast.foreignKey, { ...cast.mine });
        expect(foreign.status).toBe(scope === null ? 403 : 404);
      }
      expect(await fingerprint(api.database)).toEqual(before);
    },
  );
});

describe('routes for everybody', () => {
  it.each(Object.entries(publicRoutes))('%s answers %i to everybody', async (route, status) => {
    const everybody = { anonymous: api.anonymous, owner: cast.people.owner.client, key: cast.everyScope, ...cast.dead };
    const answers: Record<string, number> = {};
    for (const [name, client] of Object.entries(everybody)) {
      answers[name] = (await call(cast, route, client, await freshParams(cast, route))).status;
    }
    expect(answers).toEqual(Object.fromEntries(Object.keys(everybody).map((name) => [name, status])));
  });
});

describe('an event of somebody else', () => {
  const eventRoutes = routes.filter((route) => route.includes('{eventId}'));

  it.each(eventRoutes)('%s: absent, foreign, deleted and malformed look the same', async (route) => {
    const { owner } = cast.people;
    const deleted = await api.event(owner);
    await owner.client.delete(`/v1/events/${deleted.id}`);
    const before = await fingerprint(api.database);
    const at = async (eventId: string) =>
      shape(await call(cast, route, owner.client, { ...cast.mine, eventId }, owner));
    const absent = await at(randomUUID());
    expect(absent).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await at(cast.theirs.eventId)).toEqual(absent);
    expect(await at(deleted.id)).toEqual(absent);
    expect(await at('no-id-at-all')).toEqual(absent);
    expect(await at(`${cast.mine.eventId}'--`)).toEqual(absent);
    expect(await fingerprint(api.database)).toEqual(before);
  });
});

describe('a thing that is not in the event of the path, or not in the organization', () => {
  const cases = routes.flatMap((route) => {
    const name = [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).findLast((param) => param !== 'eventId');
    return name === undefined ? [] : [{ route, name }];
  });

  it.each(cases)('$route: an absent and a foreign $name look the same', async ({ route, name }) => {
    // owners have every right in their event, admins in their organization
    const insider = route.includes('{eventId}') ? cast.people.owner : cast.people.admin;
    const before = await fingerprint(api.database);
    const at = async (id: string) =>
      shape(await call(cast, route, insider.client, { ...cast.mine, [name]: id }, insider));
    const absent = await at(randomUUID());
    expect(absent).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await at(cast.theirs[name as keyof Cast['theirs']])).toEqual(absent);
    // an admin may know of everything in the organization, an owner only of what is in the event of the path
    if (route.includes('{eventId}') && name in cast.second)
      expect(await at(cast.second[name as keyof Cast['second']])).toEqual(absent);
    expect(await at('no-id-at-all')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await fingerprint(api.database)).toEqual(before);
  });

  it.each([
    [
      'segmentId of a message',
      'messages',
      (id: string) => ({
        mode: 'draft',
        channel: 'email',
        audience: 'segment',
        segmentId: id,
        subject: 'News',
        body: 'Hello',
      }),
      'segmentId',
    ],
    [
      'segmentId of a preview',
      'messages/preview',
      (id: string) => ({ channel: 'email', audience: 'segment', segmentId: id, subject: 'News', body: 'Hello' }),
      'segmentId',
    ],
    [
      'guestId of a preview',
      'messages/preview',
      (id: string) => ({
        channel: 'email',
        audience: 'everyone',
        guestId: id,
        subject: 'News',
        body: 'Hello {{guest_name}}',
      }),
      'guestId',
    ],
    [
      'templateId of a message',
      'messages',
      (id: string) => ({ mode: 'draft', channel: 'email', audience: 'everyone', templateId: id }),
      'templateId',
    ],
  ] as const)('an absent and a foreign %s are refused alike', async (_name, path, bodyWith, param) => {
    const { client } = cast.people.owner;
    const at = async (id: string) => shape(await client.post(`/v1/events/${cast.mine.eventId}/${path}`, bodyWith(id)));
    const absent = await at(randomUUID());
    expect(absent.status).toBeGreaterThanOrEqual(400);
    expect(absent.status).toBeLessThan(500);
    expect(await at(cast.theirs[param])).toEqual(absent);
    if (param !== 'templateId') expect(await at(cast.second[param])).toEqual(absent);
    const own = await client.post(`/v1/events/${cast.mine.eventId}/${path}`, bodyWith(cast.mine[param]));
    expect(own.status).toBeLessThan(300);
  });

  it.each(['guests', 'messages/recipient-count'])(
    'an absent and a foreign segmentId are refused alike by the list %s',
    async (path) => {
      const { client } = cast.people.owner;
      const at = (id: string) =>
        client.get(
          `/v1/events/${cast.mine.eventId}/${path}?segmentId=${id}${path === 'guests' ? '' : '&audience=segment&channel=email'}`,
        );
      const absent = shape(await at(randomUUID()));
      expect(absent.status).toBeGreaterThanOrEqual(400);
      expect(shape(await at(cast.theirs.segmentId))).toEqual(absent);
      expect(shape(await at(cast.second.segmentId))).toEqual(absent);
      expect((await at(cast.mine.segmentId)).status).toBe(200);
    },
  );

  it('a deleted guest and a deleted segment do not exist', async () => {
    for (const [route, name] of [
      ['DELETE /v1/events/{eventId}/guests/{guestId}', 'guestId'],
      ['DELETE /v1/events/{eventId}/segments/{segmentId}', 'segmentId'],
    ] as const) {
      const { owner } = cast.people;
      const params = await freshParams(cast, route);
      expect((await call(cast, route, owner.client, params)).status).toBe(204);
      for (const other of routes.filter((listed) => listed.endsWith(`{${name}}`))) {
        const gone = shape(await call(cast, other, owner.client, params));
        expect(gone).toEqual(shape(await call(cast, other, owner.client, { ...params, [name]: randomUUID() })));
        expect(gone.status).toBe(404);
      }
    }
  });
});

describe('lists', () => {
  const lists = routes.filter((route) => route.startsWith('GET ') && !route.includes('{'));

  it.each(lists)('%s shows a foreigner nothing of this organization', async (route) => {
    const { mine, second, people: all } = cast;
    const { foreigner, ...insiders } = all;
    const ids = [mine, second].flatMap((things) => Object.values(things));
    const secrets = [
      ...ids,
      ...Object.values(insiders).flatMap(({ id, email, organizationId }) => [id, email, organizationId]),
    ];
    for (const client of [foreigner.client, cast.foreignKey]) {
      const { status, text } = await call(cast, route, client, { ...mine });
      if (client === foreigner.client) expect(status).toBe(200);
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });

  it('of events show what somebody may open, and nothing else', async () => {
    const seen: Record<string, boolean> = {};
    for (const name of people.filter((person) => person !== 'anonymous')) {
      const { body } = await cast.as(name, rowOf('GET /v1/events')).get('/v1/events?limit=100');
      seen[name] = body.items.some(({ id }: { id: string }) => id === cast.mine.eventId);
      if (seen[name]) expect(rowOf('GET /v1/events/{eventId}').statuses[name]).toBe(200);
    }
    expect(seen).toEqual({
      admin: false,
      member: false,
      support: false,
      owner: true,
      editor: true,
      viewer: true,
      foreigner: false,
      key: true,
      viewKey: true,
    });
  });
});
