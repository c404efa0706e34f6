import { INVITATION_STATUSES, RSVP_STATUSES } from './rsvp-status';

/** What a condition is compared with. */
export type ValueKind =
  | { readonly kind: 'one'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: readonly string[] }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean'; readonly fallback?: boolean }
  | { readonly kind: 'instant' }
  | { readonly kind: 'scalar' };

export type FieldOperators = Readonly<Record<string, ValueKind>>;

const rsvp: ValueKind = { kind: 'one', of: RSVP_STATUSES };
const invitation: ValueKind = { kind: 'one', of: INVITATION_STATUSES };
const count: ValueKind = { kind: 'integer', min: 0, max: 1000 };

/** Every field a condition may name, with its operators. The parser, the messages and the documentation read this table. */
export const criteriaFields: Readonly<Record<string, FieldOperators>> = {
  rsvpStatus: { is: rsvp, isNot: rsvp, in: { kind: 'list', of: RSVP_STATUSES } },
  invitationStatus: { is: invitation, isNot: invitation, in: { kind: 'list', of: INVITATION_STATUSES } },
  tags: { has: { kind: 'text', maxLength: 40 }, hasNot: { kind: 'text', maxLength: 40 } },
  plusOnes: { eq: count, gt: count, gte: count, lt: count, lte: count },
  locale: { is: { kind: 'text', maxLength: 35 }, startsWith: { kind: 'text', maxLength: 35 } },
  name: { contains: { kind: 'text', maxLength: 100 } },
  hasEmail: { is: { kind: 'boolean' } },
  hasPhone: { is: { kind: 'boolean' } },
  answeredAt: { before: { kind: 'instant' }, after: { kind: 'instant' } },
};

/** The operators of every field `attributes.<key>`. */
export const attributeOperators: FieldOperators = {
  is: { kind: 'scalar' },
  isNot: { kind: 'scalar' },
  exists: { kind: 'boolean', fallback: true },
};

export const knownFields: readonly string[] = [...Object.keys(criteriaFields), 'attributes.<key>'];
