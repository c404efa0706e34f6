import type { InvitationStatus, RsvpStatus } from './rsvp-status';

/** One test of one field of a guest. */
export type Condition =
  | { readonly field: 'rsvpStatus'; readonly op: 'is' | 'isNot'; readonly value: RsvpStatus }
  | { readonly field: 'rsvpStatus'; readonly op: 'in'; readonly value: readonly RsvpStatus[] }
  | { readonly field: 'invitationStatus'; readonly op: 'is' | 'isNot'; readonly value: InvitationStatus }
  | { readonly field: 'invitationStatus'; readonly op: 'in'; readonly value: readonly InvitationStatus[] }
  | { readonly field: 'tags'; readonly op: 'has' | 'hasNot'; readonly value: string }
  | { readonly field: 'plusOnes'; readonly op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number }
  | { readonly field: 'locale'; readonly op: 'is' | 'startsWith'; readonly value: string }
  | { readonly field: 'name'; readonly op: 'contains'; readonly value: string }
  | { readonly field: 'hasEmail' | 'hasPhone'; readonly op: 'is'; readonly value: boolean }
  /** `value` is an instant, ISO 8601 in UTC. A guest without an answer is neither before nor after. */
  | { readonly field: 'answeredAt'; readonly op: 'before' | 'after'; readonly value: string }
  | AttributeCondition;

/** A test of one of the organizer's own columns. Values are compared as text, so `4` equals `"4"`. */
export type AttributeCondition =
  | { readonly field: AttributeField; readonly op: 'is' | 'isNot'; readonly value: string | number | boolean }
  | { readonly field: AttributeField; readonly op: 'exists'; readonly value: boolean };

export type AttributeField = `attributes.${string}`;

/** Which guests belong to a segment. */
export type Criteria =
  | { readonly all: readonly Criteria[] }
  | { readonly any: readonly Criteria[] }
  | { readonly not: Criteria }
  | Condition;

export const ATTRIBUTE_PREFIX = 'attributes.';

export function isAttributeCondition(condition: Condition): condition is AttributeCondition {
  return condition.field.startsWith(ATTRIBUTE_PREFIX);
}

/** The key of the attribute that a condition speaks of: `table` for `attributes.table`. */
export function attributeKeyOf(condition: AttributeCondition): string {
  return condition.field.slice(ATTRIBUTE_PREFIX.length);
}
