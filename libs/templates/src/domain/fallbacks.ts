import { type EventFacts, eventValue } from './event-values';
import { freezeText } from './freeze-text';
import type { GuestValues } from './frozen-content';
import { type EventPlaceholder, type PersonalPlaceholder, type PlaceholderName, scopeOf } from './placeholders';
import { givenValue, slotValue } from './slot-value';
import type { TemplatePart, TemplateSlot } from './template-text';

/** A value that is not there, and the text that stands for it. */
export interface Fallback {
  readonly token: PlaceholderName;
  readonly value: string;
}

/** Which placeholders of a text fell back to a default for this guest, each pair once, in the order of the text. */
export function fallbacksFor(parts: readonly TemplatePart[], event: EventFacts, values: GuestValues): Fallback[] {
  const found = new Map<string, Fallback>();
  for (const part of parts) {
    if (typeof part === 'string' || isGiven(part, event, values)) continue;
    const [frozen] = freezeText([part], event);
    const value = frozen === undefined ? '' : typeof frozen === 'string' ? frozen : slotValue(frozen, values);
    if (value !== '') found.set(`${part.token} ${value}`, { token: part.token, value });
  }
  return [...found.values()];
}

function isGiven(slot: TemplateSlot, event: EventFacts, values: GuestValues): boolean {
  const given =
    scopeOf(slot.token) === 'event'
      ? eventValue(slot.token as EventPlaceholder, event)
      : givenValue(slot.token as PersonalPlaceholder, values);
  return given !== '';
}
