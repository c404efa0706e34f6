import openApiJson from '../../openapi.json';
import { startApi, type TestApi } from '../harness';
import { fingerprint } from './access/fingerprint';
import type { OpenApi } from './hostile/bodies';
import { cellsOf, fileAttacks, mixedFile, upload } from './hostile/files';
import { faultOf, report } from './hostile/judge';
import { randomFor, seed } from './hostile/random';
import { bodyAttacks, goodRequest, json, pathAttacks, pathOf, queryAttacks, routesOf } from './hostile/requests';
import { allTexts } from './hostile/values';
import { Wire, type WireAnswer, type WireRequest } from './hostile/wire';
import { aWorld, type World } from './hostile/world';

const document = openApiJson as unknown as OpenApi;
const routes = routesOf(document);
const withBody = routes.filter(({ operation }) => operation.requestBody?.content['application/json']);
const withQuery = routes.filter(
  ({ method, operation }) => method === 'GET' && operation.parameters?.some((one) => one.in === 'query'),
);
const withIds = routes.filter(({ template }) => /\{(?!token)/.test(template));
const FIELDS_PER_ROUTE = 25;

let api: TestApi;
let world: World;
let wire: Wire;
let sent = 0;
const begun = Date.now();
beforeAll(async () => {
  api = await startApi();
  world = await aWorld(api);
  wire = new Wire(api.url, world.owner.client.token);
});
afterAll(async () => {
  // what a failed preparation left undone must not keep the run from ending
  (wire as Wire | undefined)?.close();
  await api.close();
});

interface Outcome {
  readonly accepted: readonly { readonly request: WireRequest; readonly answer: WireAnswer }[];
  readonly refused: readonly WireRequest[];
}

/** Sends all; every answer must be an answer: never a 5xx, and every refusal the one shape of failure. */
async function fire(requests: readonly WireRequest[], judge = faultOf): Promise<Outcome> {
  const answers: { request: WireRequest; answer: WireAnswer }[] = [];
  const atOnce = requests.some(({ path }) => /^\/v1\/(auth|me\/password)/.test(path)) ? 8 : requests.length;
  for (let i = 0; i < requests.length; i += atOnce) {
    // ten failed sign-ins would close the door, and then nothing behind it is tried
    await api.database.pool.query('truncate sign_in_throttle');
    const some = requests.slice(i, i + atOnce);
    answers.push(...(await Promise.all(some.map(async (request) => ({ request, answer: await wire.send(request) })))));
  }
  const faults = answers.flatMap(({ request, answer }) => {
    const fault = judge(answer);
    return fault === null ? [] : [report(fault, request, answer)];
  });
  expect(faults).toEqual([]);
  return {
    accepted: answers.filter(({ answer }) => answer.status < 400),
    refused: answers.filter(({ answer }) => answer.status >= 400).map(({ request }) => request),
  };
}

async function attackOnce(requests: readonly WireRequest[], judge = faultOf): Promise<Outcome> {
  sent += requests.length;
  return fire(requests, judge);
}

/** Attacks, and then repeats every third of what was refused: now not one row may change. */
async function attack(requests: readonly WireRequest[]): Promise<Outcome> {
  const outcome = await attackOnce(requests);
  const before = await fingerprint(api.database);
  const again = await fire(outcome.refused.filter((_, i) => i % 3 === 0));
  const late = again.accepted.map(({ request, answer }) => report('accepted the second time', request, answer));
  expect(late).toEqual([]);
  expect(await fingerprint(api.database)).toEqual(before);
  return outcome;
}

describe('bodies', () => {
  it.each(withBody)('$name takes a good one and survives every other', async (route) => {
    const good = goodRequest(document, route, world)!;
    const answer = await wire.send(good);
    const isIn =
      answer.status < 400 || ['POST /v1/auth/accept-invitation', 'POST /v1/me/password'].includes(route.name);
    if (!isIn) throw new Error(report('the good request of this test is refused', good, answer));
    await attack(bodyAttacks(document, route, world, randomFor(route.name), FIELDS_PER_ROUTE));
  });

  it('are at most a megabyte', async () => {
    const requests = withBody.map(({ method, template }) => ({
      method,
      path: pathOf(template, world.params(template)),
      headers: json,
      body: `{"name":"${'a'.repeat(1_100_000)}"}`,
    }));
    const answers = await Promise.all(requests.map((request) => wire.send(request)));
    expect(answers.map(({ status, text }) => [status, JSON.parse(text).code])).toEqual(
      requests.map(() => [413, 'PAYLOAD_TOO_LARGE']),
    );
  });
});

describe('query strings', () => {
  it.each(withQuery)('$name', async (route) => {
    await attack(queryAttacks(route, world, randomFor(route.name), 20));
  });

  it.each(withQuery)('$name refuses what it does not know, and what comes twice', async ({ method, template }) => {
    const path = pathOf(template, world.params(template));
    const { accepted } = await attackOnce(
      ['unknown=1', 'limit=1&limit=2', 'cursor=x&cursor=y', 'limit=101', 'limit=0', 'limit=x'].map((query) => ({
        method,
        path: `${path}?${query}`,
      })),
    );
    expect(accepted.map(({ request }) => request.path)).toEqual([]);
  });
});

describe('ids in paths', () => {
  it('that are none are absent, on every route', async () => {
    const requests = withIds.flatMap((route) => pathAttacks(route, world, randomFor(route.name), 6));
    const { accepted } = await attack(requests);
    expect(accepted.map(({ request }) => `${request.method} ${request.path}`)).toEqual([]);
  });
});

describe('headers', () => {
  const values = [
    '',
    ' ',
    'a'.repeat(5_000),
    '\u00ff\u00fe',
    '{{x}}',
    `' or 1=1 --`,
    '<script>',
    ',,,',
    '*/*;q=x',
    '"',
    ';',
    '=',
    '\t',
    '../..',
    '${x}',
    'a, b',
    '%0d%0aX-Evil: 1',
    'null',
  ];
  const names = [
    'idempotency-key',
    'authorization',
    'accept',
    'accept-language',
    'accept-encoding',
    'cookie',
    'x-request-id',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-http-method-override',
    'if-none-match',
    'range',
    'origin',
    'content-language',
  ];

  it.each(names)('%s', async (name) => {
    const params = world.params();
    const paths = [
      'POST /v1/auth/refresh',
      'POST /v1/auth/logout',
      'GET /v1/me',
      `POST /v1/events/${params.eventId}/messages/preview`,
      `POST /v1/events/${params.eventId}/messages/test-send`,
    ];
    const requests = paths.flatMap((route) => {
      const [method = '', path = ''] = route.split(' ');
      const body =
        method === 'POST' ? { body: '{"channel":"email","subject":"News","body":"Hello","to":"me@people.test"}' } : {};
      return values.map((value) => ({ method, path, headers: { ...json, [name]: value }, ...body }));
    });
    await attackOnce(requests);
  });

  it('never come back as headers of their own', async () => {
    const answer = await wire.send({
      method: 'GET',
      path: '/healthz',
      headers: { 'x-request-id': 'a%0d%0aX-Evil: 1<script>' },
    });
    expect(answer.headers['x-evil']).toBeUndefined();
    expect(answer.headers['x-request-id']).toMatch(/^[\w.-]+$/);
  });
});

describe('addresses and methods that do not exist', () => {
  it('are problems too', async () => {
    const paths = [
      '/v1',
      '/v1/',
      '/v1/nothing',
      '/v1//events',
      '//v1/events',
      '/v1/events/',
      '/v1/%',
      '/%ff',
      '/v1/..%2f..%2fetc/passwd',
      '/webhooks/none',
      '/r',
      '/u',
      '/v1/events?%',
      '/.env',
      '/__proto__',
      '/constructor',
    ];
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE'];
    const { accepted } = await attackOnce(methods.flatMap((method) => paths.map((path) => ({ method, path }))));
    // a slash at the end is the same address
    expect(accepted.map(({ request }) => `${request.method} ${request.path}`)).toEqual(['GET /v1/events/']);
  });
});

describe('pages of guests', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const encoded = randomFor('pages')
    .some(allTexts, 60)
    .map((text) => encodeURIComponent(text.toWellFormed()));

  it('answer programs with problems', async () => {
    const { token = '' } = world.params();
    const links = encoded.map((text) => text.slice(0, 3_000)).filter((text) => text !== '');
    await attack([
      ...links.map((link) => ({ method: 'GET', path: `/r/${link}` })),
      ...encoded.flatMap((text) => [
        { method: 'POST', path: `/r/${token}`, headers: form, body: `response=${text}` },
        { method: 'POST', path: `/r/${token}`, headers: form, body: `response=declined&plusOnes=${text}` },
      ]),
      ...[
        'response=attending&response=declined',
        'response[]=attending',
        'response[a]=b',
        '__proto__[response]=attending',
        '',
        '%',
        '&'.repeat(2_000),
        'a=1&'.repeat(1_500),
        `response=${'x'.repeat(70_000)}`,
      ].map((body) => ({ method: 'POST', path: `/r/${token}`, headers: form, body })),
      ...['null', '[]', '{"response":{}}', '{"response":["attending"]}', '{"response":1}', '{'].map((body) => ({
        method: 'POST',
        path: `/r/${token}`,
        headers: json,
        body,
      })),
    ]);
  });

  it('show people a page and nothing of what was sent', async () => {
    const { token = '' } = world.params();
    const html = { accept: 'text/html' };
    const links = encoded.map((text) => text.slice(0, 3_000)).filter((text) => text !== '' && text !== '.');
    const requests = [
      ...links.flatMap((link) => [`/r/${link}`, `/u/${link}`].map((path) => ({ method: 'GET', path, headers: html }))),
      ...links.map((link) => ({
        method: 'POST',
        path: `/u/${link}`,
        headers: { ...html, ...form },
        body: 'scope=event',
      })),
      ...encoded.map((text) => ({
        method: 'POST',
        path: `/r/${token}`,
        headers: { ...html, ...form },
        body: `response=${text}`,
      })),
    ];
    await attackOnce(requests, (answer) => {
      const { status, headers, text } = answer;
      // an address or a form that cannot be read at all never reaches a page
      if (status >= 500 || !String(headers['content-type']).startsWith('text/html')) {
        return status === 400 || status === 413 ? faultOf(answer) : 'this is no page';
      }
      return /<script|onerror|onload=|javascript:|\n\s+at /i.test(text) ? 'the page shows what was sent' : null;
    });
  });
});

describe('files', () => {
  const importPath = () => pathOf('/v1/events/{eventId}/guests/import', world.params());

  it('of every kind are read or refused', async () => {
    await attack(fileAttacks(importPath(), randomFor('files'), 80));
  });

  it('change nothing in a dry run', async () => {
    const before = await fingerprint(api.database);
    await attackOnce(fileAttacks(`${importPath()}?dryRun=true`, randomFor('dry'), 20));
    expect(await fingerprint(api.database)).toEqual(before);
  });

  it('lose no good line to a bad one, and name every bad one', async () => {
    const { id } = await api.event(world.owner);
    const { file, good } = mixedFile();
    const answer = await wire.send(upload(`/v1/events/${id}/guests/import`, file));
    const { created, skipped, updated, errorCount, errors } = JSON.parse(answer.text);
    const { rows } = await api.database.pool.query(
      `select count(*)::int as found from guests where event_id = $1 and name like 'Good %'`,
      [id],
    );
    expect(rows).toEqual([{ found: good }]);
    const told = Number(created) + Number(updated) + Number(skipped);
    expect(told + new Set(errors.map(({ line }: { line: number }) => line)).size).toBe(2 * good);
    expect(errorCount).toBeGreaterThan(20);
  });
});

describe('what was accepted', () => {
  it.each([
    ['events', ['name', 'venue', 'host_name', 'sender_name']],
    ['guests', ['name', 'first_name', 'email', 'locale']],
    ['segments', ['name']],
    ['templates', ['name', 'subject']],
    ['messages', ['subject']],
    ['organizations', ['name']],
    ['users', ['name', 'email']],
    ['api_keys', ['name']],
    ['suppressions', ['address']],
  ])('has no line break, control character or turned direction in %s', async (table, columns) => {
    for (const column of columns) {
      const { rows } = await api.database.pool.query(
        `select ${column} from ${table} where ${column} ~ '[\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]'`,
      );
      expect({ column, rows }).toEqual({ column, rows: [] });
    }
  });

  it('is what was sent, but for the space around it', async () => {
    const { eventId } = world.params();
    const names = allTexts.filter((text) => text.length <= 200);
    const seen: string[] = [];
    for (const name of names) {
      const { status, body } = await world.owner.client.post(`/v1/events/${eventId}/guests`, { name });
      if (status !== 201) continue;
      const { body: read } = await world.owner.client.get(`/v1/events/${eventId}/guests/${body.id}`);
      expect(read.name).toBe(name.trim());
      seen.push(name);
    }
    expect(seen).toEqual(
      expect.arrayContaining(
        ['<script>alert(1)</script>', `'; drop table guests; --`, '{{guest_name}}', '=1+1'].filter((text) =>
          names.includes(text),
        ),
      ),
    );
  });

  it('leaves as a file in which no cell is a formula', async () => {
    const { eventId } = world.params();
    const { text } = await wire.send({ method: 'GET', path: `/v1/events/${eventId}/guests.csv` });
    const cells = cellsOf(text);
    expect(cells).toContain(`'=HYPERLINK("https://evil.test","x")`);
    expect(cells.filter((cell) => /^\s*[=+\-@\t\r\uff1d]/.test(cell))).toEqual([]);
  });
});

it(`was more than 5,000 inputs (seed ${seed})`, () => {
  console.info(`hostile input: ${sent} requests in ${Math.round((Date.now() - begun) / 1000)} s, seed ${seed}`);
  expect(sent).toBeGreaterThan(5_000);
});
