import { hostileBodies, type OpenApi, type Operation, sampleBody } from './bodies';
import type { Random } from './random';
import { allTexts } from './values';
import type { WireRequest } from './wire';
import type { World } from './world';

export interface Route {
  /** `POST /v1/events`. */
  readonly name: string;
  readonly method: string;
  readonly template: string;
  readonly operation: Operation;
}

/** The routes of the committed document. */
export function routesOf(api: OpenApi): Route[] {
  return Object.entries(api.paths).flatMap(([template, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const upper = method.toUpperCase();
      return { name: `${upper} ${template}`, method: upper, template, operation };
    }),
  );
}

export const pathOf = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => params[name]!);

/** The request that all hostile ones of a route are made from, or null when it takes no JSON. */
export function goodRequest(
  api: OpenApi,
  { name, method, template, operation }: Route,
  world: World,
): WireRequest | null {
  const body = sampleBody(api, operation, world.known(name));
  if (body === null) return null;
  return { method, path: pathOf(template, world.params(template)), headers: json, body: JSON.stringify(body) };
}

export const json = { 'content-type': 'application/json', 'idempotency-key': 'one-click' } as const;

/** Bodies. Every request has an Idempotency-Key of its own where the route needs one. */
export function bodyAttacks(
  api: OpenApi,
  route: Route,
  world: World,
  random: Random,
  fieldCount: number,
): WireRequest[] {
  const good = sampleBody(api, route.operation, world.known(route.name));
  if (good === null) return [];
  const needsKey = route.operation.parameters?.some((one) => one.in === 'header') ?? false;
  return hostileBodies(good, random, fieldCount).map(({ body, headers }, i) => ({
    method: route.method,
    path: pathOf(route.template, world.params(route.template)),
    headers: { ...headers, ...(needsKey && { 'idempotency-key': `${route.name} ${i}` }) },
    ...(body !== undefined && { body }),
  }));
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 6_000);
const rawQueries = [
  '%',
  '%ff',
  '%00',
  '%ED%A0%80',
  '%c0%ae',
  '+',
  '&&&',
  '=',
  '[]=1',
  '__proto__[x]=1',
  'constructor=1',
  'a=1&a=2',
  'hasOwnProperty=1',
  'a=1&'.repeat(1_200),
];
const cursors = [
  [],
  [null],
  [null, null],
  ['x'],
  [1e300],
  [1.5, 'x'],
  ['9999-99-99T00:00:00Z', 'x'],
  [{ a: 1 }],
  ['\0'],
  ['00000000-0000-0000-0000-000000000000'],
  ['2027-06-01T00:00:00Z', '00000000-0000-0000-0000-000000000000'],
  ['0000-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000'],
  [null, '00000000-0000-0000-0000-000000000000'],
  ['\ud800', '00000000-0000-0000-0000-000000000000'],
  ['x'.repeat(1_000), '00000000-0000-0000-0000-000000000000'],
].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));

/** Query strings, parameter by parameter: hostile values, twice, as a list, as an object, unknown ones. */
export function queryAttacks(route: Route, world: World, random: Random, count: number): WireRequest[] {
  const names = (route.operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
  if (names.length === 0 || route.method !== 'GET') return [];
  const queries = [
    ...names.flatMap((name) => [
      `${name}=1&${name}=2`,
      `${name}[]=x`,
      `${name}[a]=x`,
      `${name}=`,
      name,
      `${name}=%00`,
      `${name}=%ED%A0%80`,
      `${name}=%`,
    ]),
    ...(names.includes('cursor') ? cursors.map((cursor) => `cursor=${cursor}`) : []),
    ...(names.includes('limit')
      ? ['0', '-1', '101', '1.5', '1e2', '0x5', ' 5', '5 ', 'NaN', 'null', '1e309'].map(
          (limit) => `limit=${limit.replace(' ', '%20')}`,
        )
      : []),
    ...rawQueries,
    ...random.some(
      names.flatMap((name) => allTexts.map((text) => `${name}=${encoded(text)}`)),
      count,
    ),
  ];
  return queries.map((query) => ({
    method: route.method,
    path: `${pathOf(route.template, world.params(route.template))}?${query}`,
  }));
}

const rawIds = [
  '%',
  '%ff',
  '%00',
  '..%2f..%2fhealthz',
  '%2e%2e',
  '.',
  'null',
  'undefined',
  '0',
  '-1',
  '%20',
  '%0d%0aX-Evil:%201',
  'a'.repeat(3_000),
  '%F0%9F%92%A9',
  '00000000-0000-7000-8000-00000000000g',
  '00000000-0000-7000-8000-000000000000%00',
  "'%20or%201=1--",
  '*',
  '{eventId}',
  ':eventId',
  '00000000000070008000000000000000',
];

/** Paths in which one id is none. */
export function pathAttacks({ method, template }: Route, world: World, random: Random, count: number): WireRequest[] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).filter((name) => name !== 'token');
  return names.flatMap((name) =>
    random
      .some(
        [...rawIds, ...allTexts.map((text) => encoded(text).slice(0, 2_000))].filter((id) => id !== ''),
        count,
      )
      .map((id) => ({
        method,
        path: pathOf(template, { ...world.params(template), [name]: id }),
        ...(method !== 'GET' && { headers: json, body: '{}' }),
      })),
  );
}
