import { ATTRIBUTE_PREFIX, type Criteria } from './criteria';
import {
  attributeOperators,
  criteriaFields,
  type FieldOperators,
  knownFields,
  type ValueKind,
} from './criteria-fields';
import { ATTRIBUTE_KEY } from './guest-limits';

export const MAX_CRITERIA_DEPTH = 5;
export const MAX_CRITERIA_NODES = 50;
const MAX_LIST = 20;

/** Why criteria cannot be used, and where: `all.1.field`. */
export interface CriteriaProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Reads criteria out of JSON.
 *
 * @param input anything
 * @returns the criteria, normalised, or the first thing that is wrong with them
 */
export function readCriteria(input: unknown): { readonly criteria: Criteria } | { readonly problem: CriteriaProblem } {
  try {
    return { criteria: readNode(input, '', 1, { nodes: 0 }) };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

class Refused extends Error {
  constructor(readonly problem: CriteriaProblem) {
    super(problem.message);
  }
}

function refuse(path: string, code: string, message: string): never {
  throw new Refused({ path, code, message });
}

function readNode(input: unknown, path: string, depth: number, seen: { nodes: number }): Criteria {
  if (depth > MAX_CRITERIA_DEPTH)
    refuse(path, 'TOO_DEEP', `Conditions may be nested ${MAX_CRITERIA_DEPTH} levels deep at most.`);
  if (++seen.nodes > MAX_CRITERIA_NODES)
    refuse(path, 'TOO_MANY', `A segment may have ${MAX_CRITERIA_NODES} conditions at most.`);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    refuse(
      path,
      'OBJECT_EXPECTED',
      `${place(path)} must be {all: [...]}, {any: [...]}, {not: ...} or {field, op, value}.`,
    );
  }
  const node = input as Readonly<Record<string, unknown>>;
  const keys = Object.keys(node);
  if ('all' in node) return { all: readGroup(node, keys, 'all', path, depth, seen) };
  if ('any' in node) return { any: readGroup(node, keys, 'any', path, depth, seen) };
  if ('not' in node) {
    only(keys, ['not'], path);
    return { not: readNode(node['not'], join(path, 'not'), depth + 1, seen) };
  }
  only(keys, ['field', 'op', 'value'], path);
  return readCondition(node, path);
}

function readGroup(
  node: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  name: 'all' | 'any',
  path: string,
  depth: number,
  seen: { nodes: number },
): Criteria[] {
  only(keys, [name], path);
  const parts = node[name];
  const where = join(path, name);
  if (!Array.isArray(parts)) refuse(where, 'LIST_EXPECTED', `${place(where)} must be a list of conditions.`);
  if (parts.length === 0) refuse(where, 'EMPTY', `${place(where)} is empty. Add at least one condition.`);
  return parts.map((part: unknown, index) => readNode(part, join(where, String(index)), depth + 1, seen));
}

function readCondition(node: Readonly<Record<string, unknown>>, path: string): Criteria {
  const field = node['field'];
  const operators = typeof field === 'string' ? operatorsOf(field) : null;
  if (operators === null) {
    const named =
      typeof field === 'string' ? `"${field.slice(0, 60)}" is not a field of a guest.` : 'A condition needs a field.';
    refuse(join(path, 'field'), 'UNKNOWN_FIELD', `${named} Known are: ${knownFields.join(', ')}.`);
  }
  const op = node['op'];
  const kind = typeof op === 'string' && Object.hasOwn(operators, op) ? operators[op] : undefined;
  if (kind === undefined) {
    const named =
      typeof op === 'string'
        ? `"${op.slice(0, 60)}" is not possible for ${String(field)}.`
        : `The condition on ${String(field)} needs an op.`;
    refuse(join(path, 'op'), 'UNKNOWN_OPERATOR', `${named} Possible are: ${Object.keys(operators).join(', ')}.`);
  }
  // field, op and value fit together by the table of fields
  return { field, op, value: readValue(node['value'], kind, join(path, 'value')) } as Criteria;
}

function operatorsOf(field: string): FieldOperators | null {
  if (field.startsWith(ATTRIBUTE_PREFIX)) {
    return ATTRIBUTE_KEY.test(field.slice(ATTRIBUTE_PREFIX.length)) ? attributeOperators : null;
  }
  return Object.hasOwn(criteriaFields, field) ? (criteriaFields[field] ?? null) : null;
}

function readValue(value: unknown, kind: ValueKind, path: string): unknown {
  switch (kind.kind) {
    case 'one':
      if (typeof value === 'string' && kind.of.includes(value)) return value;
      return refuse(path, 'INVALID_VALUE', `${place(path)} must be one of ${kind.of.join(', ')}.`);
    case 'list':
      if (
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= MAX_LIST &&
        value.every((one) => kind.of.includes(one as string))
      ) {
        return [...new Set(value as string[])];
      }
      return refuse(path, 'INVALID_VALUE', `${place(path)} must be a list with one or more of ${kind.of.join(', ')}.`);
    case 'text':
      return readText(value, kind.maxLength, path);
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value) && value >= kind.min && value <= kind.max) return value;
      return refuse(path, 'INVALID_VALUE', `${place(path)} must be a whole number from ${kind.min} to ${kind.max}.`);
    case 'boolean':
      if (value === undefined && kind.fallback !== undefined) return kind.fallback;
      if (typeof value === 'boolean') return value;
      return refuse(path, 'INVALID_VALUE', `${place(path)} must be true or false.`);
    case 'instant':
      return readInstant(value, path);
    case 'scalar':
      if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
      return readText(value, 500, path);
  }
}

function readText(value: unknown, maxLength: number, path: string): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > maxLength || text.includes('\0') || !text.isWellFormed()) {
    refuse(path, 'INVALID_VALUE', `${place(path)} must be a text of 1 to ${maxLength} characters.`);
  }
  return text;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function readInstant(value: unknown, path: string): string {
  const milliseconds = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(milliseconds)) {
    refuse(path, 'INVALID_VALUE', `${place(path)} must be a moment with its zone, for example 2027-05-01T12:00:00Z.`);
  }
  return new Date(milliseconds).toISOString();
}

function only(keys: readonly string[], allowed: readonly string[], path: string): void {
  const strange = keys.find((key) => !allowed.includes(key));
  if (strange !== undefined) {
    const together = `A condition has either all, any, not, or field with op and value.`;
    refuse(
      join(path, strange.slice(0, 60)),
      'UNKNOWN_MEMBER',
      `"${strange.slice(0, 60)}" does not belong here. ${together}`,
    );
  }
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}

function place(path: string): string {
  return path === '' ? 'The criteria' : path;
}
