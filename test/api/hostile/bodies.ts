import { criteria, jsonValues } from './values';
import { type Random } from './random';
import type { WireRequest } from './wire';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
export interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

type Body = Readonly<Record<string, unknown>>;

/** A body that the schema of an operation describes, with a value in every field that `known` does not call undefined. Null: the operation takes no JSON. */
export function sampleBody(api: OpenApi, operation: Operation, known: Body): Body | null {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return null;
  const resolve = (one: Schema): Schema =>
    one.$ref
      ? resolve(api.components.schemas[one.$ref.split('/').at(-1)!]!)
      : one.allOf?.[0]
        ? resolve(one.allOf[0])
        : one;
  const fields = Object.entries(resolve(schema).properties ?? {});
  const all = fields.map(
    ([name, field]) => [name, name in known ? known[name] : sample(resolve(field), resolve)] as const,
  );
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function sample(schema: Schema, resolve: (one: Schema) => Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return schema.items ? [sample(resolve(schema.items), resolve)] : [];
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  if (schema.type === 'boolean') return true;
  return schema.type === 'object' ? {} : 'Text';
}

const unknownNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'id',
  'organizationId',
  'eventId',
  'role',
  'status',
  'createdBy',
  'isAdmin',
  '',
  'a.b',
  'name[]',
  '$where',
  'x'.repeat(5_000),
  'NAME',
  'name\u0000',
  'version',
  'version',
];

const wholeBodies = [
  'null',
  '[]',
  '"text"',
  '1',
  'true',
  '[{}]',
  '{}',
  '',
  ' ',
  '[[[[]]]]',
  '"\\ud800"',
  '{"__proto__":null}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
];

const breakers: readonly ((json: string) => string | Buffer)[] = [
  (json) => json.slice(0, -1),
  (json) => json.slice(0, json.length / 2),
  (json) => `${json}}`,
  (json) => json.replace('{', '{,'),
  (json) => json.replaceAll('"', `'`),
  (json) => json.replace('}', ',}'),
  (json) => `\ufeff${json}`,
  (json) => `${json}${json}`,
  (json) => `// comment\n${json}`,
  () => '{"name":NaN}',
  () => '{"name":undefined}',
  () => '{"name":"\u0001"}',
  () => '{"name":"\\x41"}',
  () => Buffer.from([0x7b, 0x22, 0x6e, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  () => Buffer.from('{"name":"Ana"}', 'utf16le'),
  () => Buffer.from([0x1f, 0x8b, 0, 0]),
  () => '\u0000'.repeat(50),
];

const wrongTypes: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json; charset=bogus' },
  { 'content-type': '; ; ;' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  { 'content-type': 'application/json', 'content-encoding': 'bogus' },
  {},
];

/** Hostile requests around one good body: its fields one by one, and the body as a whole. */
export function hostileBodies(good: Body, random: Random, fieldCount: number): Omit<WireRequest, 'method' | 'path'>[] {
  const names = Object.keys(good);
  const json = JSON.stringify(good);
  const written = (body: Readonly<Record<string, string>>): string =>
    `{${Object.entries(body)
      .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
      .join(',')}}`;
  const parts = Object.fromEntries(names.map((name) => [name, JSON.stringify(good[name])]));
  const without = (dropped: string) =>
    written(Object.fromEntries(Object.entries(parts).filter(([name]) => name !== dropped)));
  const valuesFor = (name: string) => (name === 'criteria' ? [...criteria, ...criteria, ...jsonValues] : jsonValues);
  const everyField = names.flatMap((name) => valuesFor(name).map((value) => written({ ...parts, [name]: value })));
  const emptied = names.flatMap((name) =>
    ['null', '""', '[]', '{}', '0', '"2027-152"'].map((value) => written({ ...parts, [name]: value })),
  );
  const twoFields = Array.from({ length: 10 }, () => {
    const [one, two] = [random.pick(names), random.pick(names)];
    return written({ ...parts, [one]: random.pick(valuesFor(one)), [two]: random.pick(valuesFor(two)) });
  });
  const unknown = random
    .some(unknownNames, 10)
    .map((name) => `${json.slice(0, -1)},${JSON.stringify(name)}:${random.pick(jsonValues)}}`);
  const twice = Array.from(
    { length: 6 },
    () => `${json.slice(0, -1)},${JSON.stringify(random.pick(names))}:${random.pick(jsonValues)}}`,
  );
  const bodies: (string | Buffer)[] = [
    ...random.some(everyField, fieldCount),
    ...emptied,
    ...twoFields,
    ...unknown,
    ...twice,
    ...names.map(without),
    ...random.some(wholeBodies, 8),
    ...random.some(breakers, 8).map((breaker) => breaker(json)),
    `{"x":"${'a'.repeat(1_100_000)}"}`,
  ];
  return [
    ...bodies.map((body) => ({ headers: { 'content-type': 'application/json' }, body })),
    ...random.some(wrongTypes, 6).map((headers) => ({ headers, body: json })),
  ];
}
