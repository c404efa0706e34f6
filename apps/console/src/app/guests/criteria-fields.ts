/** One thing a segment may ask of a guest. */
export interface CriteriaField {
  readonly key: string;
  readonly word: string;
  readonly ops: readonly { readonly key: string; readonly word: string }[];
  /** What the value is typed with. */
  readonly kind: 'choice' | 'text' | 'number' | 'date' | 'flag';
  readonly choices?: readonly { readonly key: string; readonly word: string }[];
}

const RSVP = [
  { key: 'attending', word: 'attending' },
  { key: 'pending', word: 'not answered' },
  { key: 'maybe', word: 'maybe' },
  { key: 'declined', word: 'declined' },
];
const INVITATION = ['not_sent', 'queued', 'sent', 'delivered', 'read', 'failed'].map((key) => ({
  key,
  word: key.replace('_', ' '),
}));
const IS = { key: 'is', word: 'is' };
const IS_NOT = { key: 'isNot', word: 'is not' };

/** The fields of the API's criteria, in words. */
export const CRITERIA_FIELDS: readonly [CriteriaField, ...CriteriaField[]] = [
  { key: 'rsvpStatus', word: 'The answer', ops: [IS, IS_NOT], kind: 'choice', choices: RSVP },
  {
    key: 'tags',
    word: 'Tags',
    ops: [
      { key: 'has', word: 'include' },
      { key: 'hasNot', word: 'do not include' },
    ],
    kind: 'text',
  },
  {
    key: 'plusOnes',
    word: 'Brings',
    ops: [
      { key: 'gte', word: 'at least' },
      { key: 'lte', word: 'at most' },
      { key: 'eq', word: 'exactly' },
    ],
    kind: 'number',
  },
  { key: 'name', word: 'The name', ops: [{ key: 'contains', word: 'contains' }], kind: 'text' },
  { key: 'locale', word: 'The language', ops: [IS, { key: 'startsWith', word: 'begins with' }], kind: 'text' },
  { key: 'invitationStatus', word: 'The invitation', ops: [IS, IS_NOT], kind: 'choice', choices: INVITATION },
  { key: 'hasEmail', word: 'Has an e-mail address', ops: [IS], kind: 'flag' },
  { key: 'hasPhone', word: 'Has a phone number', ops: [IS], kind: 'flag' },
  {
    key: 'answeredAt',
    word: 'Answered',
    ops: [
      { key: 'before', word: 'before' },
      { key: 'after', word: 'after' },
    ],
    kind: 'date',
  },
  { key: 'attributes', word: 'Another column', ops: [IS, IS_NOT], kind: 'text' },
];

/** One line of the builder. */
export interface Line {
  readonly field: string;
  readonly op: string;
  readonly value: string;
  /** The column's name, when the field is `attributes`. */
  readonly attribute: string;
}

/** A segment as the builder shows it: one list of conditions, all or any of them. */
export interface Built {
  readonly match: 'all' | 'any';
  readonly lines: readonly Line[];
}

/** What a new line begins with. */
export const NEW_LINE: Line = { field: 'rsvpStatus', op: 'is', value: 'attending', attribute: '' };

/** The API's criteria of what is built; null while a line is not complete. */
export function toCriteria({ match, lines }: Built): Record<string, unknown> | null {
  const conditions = lines.map((line) => {
    const field = CRITERIA_FIELDS.find(({ key }) => key === line.field);
    if (field === undefined) return null;
    const name = field.key === 'attributes' ? `attributes.${line.attribute.trim()}` : field.key;
    if (field.key === 'attributes' && line.attribute.trim() === '') return null;
    const value = valueOfLine(field, line.value);
    return value === null ? null : { field: name, op: line.op, value };
  });
  return conditions.length === 0 || conditions.includes(null) ? null : { [match]: conditions };
}

/** Reads criteria back into the builder; null when they are nested deeper than it shows. */
export function fromCriteria(criteria: Record<string, unknown>): Built | null {
  const match = 'any' in criteria ? 'any' : 'all';
  const list = 'all' in criteria || 'any' in criteria ? criteria[match] : [criteria];
  if (!Array.isArray(list)) return null;
  const lines: Line[] = [];
  for (const condition of list as Record<string, unknown>[]) {
    const { field, op, value } = condition;
    if (typeof field !== 'string' || typeof op !== 'string' || Array.isArray(value)) return null;
    const isAttribute = field.startsWith('attributes.');
    const known = CRITERIA_FIELDS.find(({ key }) => key === (isAttribute ? 'attributes' : field));
    if (known === undefined || !known.ops.some(({ key }) => key === op)) return null;
    const text = known.kind === 'date' ? String(value).slice(0, 10) : String(value);
    lines.push({ field: known.key, op, value: text, attribute: isAttribute ? field.slice(11) : '' });
  }
  return { match, lines };
}

function valueOfLine({ kind }: CriteriaField, text: string): string | number | boolean | null {
  if (kind === 'flag') return text !== 'false';
  if (text.trim() === '') return null;
  if (kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : null;
  if (kind === 'date') return `${text}T00:00:00Z`;
  return text.trim();
}
