import type { FrozenSlot, GuestValues } from './frozen-content';
import { PLACEHOLDERS } from './placeholders';
import { cleanValue, isWebUrl } from './safe-text';
import type { TemplateFilter } from './template-text';

/**
 * The value that stands at a place of the text, for one guest: one line, not yet escaped.
 * An empty value gets the author's default, else the built-in one.
 *
 * @returns the text; empty when nothing stands for the value
 * @throws RangeError when a link is missing or is no web address: such a message must not leave
 */
export function slotValue(slot: FrozenSlot, values: GuestValues): string {
  const given = givenValue(slot.token, values);
  if (slot.token === 'rsvp_link' || slot.token === 'unsubscribe_link') {
    if (!isWebUrl(given)) throw new RangeError(`${slot.token} must be a web address`);
    return given;
  }
  if (slot.filters === undefined) return given === '' ? builtInFallback(slot.token, values) : given;
  const hasDefault = slot.filters.some((filter) => filter.name === 'default');
  const start = given === '' && !hasDefault ? builtInFallback(slot.token, values) : given;
  return applyFilters(start, slot.filters);
}

/** What the guest's record says, cleaned to one line; empty when it says nothing. */
export function givenValue(token: FrozenSlot['token'], values: GuestValues): string {
  const value = values[token];
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(value) : cleanValue(value);
}

/** `date` is resolved before; see event-values. */
export function applyFilters(value: string, filters: readonly TemplateFilter[]): string {
  let text = value;
  for (const filter of filters) {
    if (filter.name === 'default') text = text === '' ? filter.value : text;
    else if (filter.name === 'upcase') text = text.toUpperCase();
    else if (filter.name === 'capitalize') text = text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  }
  return text;
}

/** The first word of the name for a missing first name; otherwise what the catalogue says. */
function builtInFallback(token: FrozenSlot['token'], values: GuestValues): string {
  if (token === 'guest_first_name') {
    const word = givenValue('guest_name', values).split(/\s/, 1)[0]?.replace(/,$/, '') ?? '';
    if (word !== '') return word;
  }
  return PLACEHOLDERS[token].fallback ?? '';
}
