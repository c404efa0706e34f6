import { attributeKeyOf, type Condition, type Criteria, isAttributeCondition } from './criteria';
import type { InvitationStatus, RsvpStatus } from './rsvp-status';

/** The facts about a guest that criteria can ask for. */
export interface GuestFacts {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly rsvpStatus: RsvpStatus;
  readonly rsvpAnsweredAt: Date | null;
  readonly plusOnes: number;
  readonly tags: readonly string[];
  readonly locale: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly invitationStatus: InvitationStatus;
}

/** Whether a guest belongs to a segment: the same decision as the SQL of `criteriaSql`, for one guest at hand. */
export function matchesCriteria(criteria: Criteria, guest: GuestFacts): boolean {
  if ('all' in criteria) return criteria.all.every((part) => matchesCriteria(part, guest));
  if ('any' in criteria) return criteria.any.some((part) => matchesCriteria(part, guest));
  if ('not' in criteria) return !matchesCriteria(criteria.not, guest);
  return matchesCondition(criteria, guest);
}

function matchesCondition(condition: Condition, guest: GuestFacts): boolean {
  if (isAttributeCondition(condition)) {
    const key = attributeKeyOf(condition);
    const stored = Object.hasOwn(guest.attributes, key) ? String(guest.attributes[key]) : null;
    if (condition.op === 'exists') return (stored !== null) === condition.value;
    return (stored === String(condition.value)) === (condition.op === 'is');
  }
  switch (condition.field) {
    case 'rsvpStatus':
      if (condition.op === 'in') return condition.value.includes(guest.rsvpStatus);
      return (guest.rsvpStatus === condition.value) === (condition.op === 'is');
    case 'invitationStatus':
      if (condition.op === 'in') return condition.value.includes(guest.invitationStatus);
      return (guest.invitationStatus === condition.value) === (condition.op === 'is');
    case 'tags':
      return guest.tags.includes(condition.value) === (condition.op === 'has');
    case 'plusOnes':
      return compare[condition.op](guest.plusOnes, condition.value);
    case 'locale': {
      const locale = guest.locale?.toLowerCase();
      if (locale === undefined) return false;
      const wanted = condition.value.toLowerCase();
      return condition.op === 'is' ? locale === wanted : locale.startsWith(wanted);
    }
    case 'name':
      return guest.name.toLowerCase().includes(condition.value.toLowerCase());
    case 'hasEmail':
      return (guest.email !== null) === condition.value;
    case 'hasPhone':
      return (guest.phone !== null) === condition.value;
    case 'answeredAt': {
      if (guest.rsvpAnsweredAt === null) return false;
      const at = Date.parse(condition.value);
      return condition.op === 'before' ? guest.rsvpAnsweredAt.getTime() < at : guest.rsvpAnsweredAt.getTime() > at;
    }
  }
}

const compare: Readonly<Record<'eq' | 'gt' | 'gte' | 'lt' | 'lte', (left: number, right: number) => boolean>> = {
  eq: (left, right) => left === right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
};
