import { type EventFacts, eventDateAs, eventValue } from './event-values';
import type { FrozenPart, FrozenSlot } from './frozen-content';
import { type EventPlaceholder, type PersonalPlaceholder, scopeOf } from './placeholders';
import { applyFilters } from './slot-value';
import { joinLiterals, type TemplatePart, type TemplateSlot } from './template-text';

/** Puts the event's values into a text; what differs from guest to guest stays a place for a value. */
export function freezeText(parts: readonly TemplatePart[], event: EventFacts): FrozenPart[] {
  return joinLiterals<FrozenSlot>(parts.map((part) => (typeof part === 'string' ? part : freezeSlot(part, event))));
}

/** The placeholders of the event that a text uses and that neither the event nor a written default gives a value for. */
export function emptyEventValues(parts: readonly TemplatePart[], event: EventFacts): EventPlaceholder[] {
  const empty = parts.filter((part) => isEmptyEventSlot(part, event)) as TemplateSlot[];
  return [...new Set(empty.map((slot) => slot.token as EventPlaceholder))];
}

export function isEmptyEventSlot(part: TemplatePart, event: EventFacts): boolean {
  return typeof part !== 'string' && scopeOf(part.token) === 'event' && freezeSlot(part, event) === '';
}

function freezeSlot(slot: TemplateSlot, event: EventFacts): FrozenPart {
  if (scopeOf(slot.token) === 'event') {
    const [first] = slot.filters;
    const value =
      first?.name === 'date' ? eventDateAs(first, event) : eventValue(slot.token as EventPlaceholder, event);
    return applyFilters(value, slot.filters);
  }
  const token = slot.token as PersonalPlaceholder;
  const filters = slot.filters.filter((filter) => filter.name !== 'date');
  return filters.length > 0 ? { token, filters } : { token };
}
