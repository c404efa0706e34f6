import { attributeKeyOf, type Condition, type Criteria, isAttributeCondition } from './criteria';

const words: Readonly<Record<string, string>> = {
  pending: 'have not answered',
  attending: 'are attending',
  declined: 'have declined',
  maybe: 'may come',
};
const invitationWords: Readonly<Record<string, string>> = { not_sent: 'not sent' };
const comparisons = { eq: 'exactly', gt: 'more than', gte: 'at least', lt: 'fewer than', lte: 'at most' } as const;

/** Criteria in words that continue "Guests who ...": "are attending and have the tag "family"". */
export function describeCriteria(criteria: Criteria): string {
  return describe(criteria, false);
}

function describe(criteria: Criteria, isInner: boolean): string {
  if ('all' in criteria) return group(criteria.all, ' and ', isInner);
  if ('any' in criteria) return group(criteria.any, ' or ', isInner);
  if ('not' in criteria) return `not (${describe(criteria.not, false)})`;
  return describeCondition(criteria);
}

function group(parts: readonly Criteria[], word: string, isInner: boolean): string {
  if (parts.length === 1 && parts[0] !== undefined) return describe(parts[0], isInner);
  const text = parts.map((part) => describe(part, true)).join(word);
  return isInner ? `(${text})` : text;
}

function describeCondition(condition: Condition): string {
  if (isAttributeCondition(condition)) {
    const key = attributeKeyOf(condition);
    if (condition.op === 'exists') return condition.value ? `have a value for ${key}` : `have no value for ${key}`;
    return `have ${key} ${condition.op === 'is' ? 'equal to' : 'other than'} "${String(condition.value)}"`;
  }
  switch (condition.field) {
    case 'rsvpStatus':
      if (condition.op === 'in') return either(condition.value.map((one) => words[one] ?? one));
      return condition.op === 'is' ? (words[condition.value] ?? '') : `not (${words[condition.value] ?? ''})`;
    case 'invitationStatus':
      if (condition.op === 'in') return `have an invitation that is ${either(condition.value.map(invitationWord))}`;
      return `have an invitation that is ${condition.op === 'is' ? '' : 'not '}${invitationWord(condition.value)}`;
    case 'tags':
      return `${condition.op === 'has' ? 'have' : 'do not have'} the tag "${condition.value}"`;
    case 'plusOnes':
      return `bring ${comparisons[condition.op]} ${condition.value} ${condition.value === 1 ? 'guest' : 'guests'}`;
    case 'locale':
      return condition.op === 'is'
        ? `use the language ${condition.value}`
        : `use a language that starts with ${condition.value}`;
    case 'name':
      return `have "${condition.value}" in their name`;
    case 'hasEmail':
      return condition.value ? 'have an e-mail address' : 'have no e-mail address';
    case 'hasPhone':
      return condition.value ? 'have a phone number' : 'have no phone number';
    case 'answeredAt':
      return `answered ${condition.op} ${condition.value.slice(0, 16).replace('T', ' ')} UTC`;
  }
}

function invitationWord(status: string): string {
  return invitationWords[status] ?? status;
}

function either(parts: readonly string[]): string {
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} or ${parts.at(-1) ?? ''}` : (parts[0] ?? '');
}
