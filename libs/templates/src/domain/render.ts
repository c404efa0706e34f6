import { escapeHtml } from '@beckon/core';
import {
  CONTENT_FORMAT,
  type FrozenContent,
  type FrozenPart,
  type FrozenSlot,
  type GuestValues,
} from './frozen-content';
import { type GuestPlaceholder, scopeOf } from './placeholders';
import { slotValue } from './slot-value';

/** One message to one guest, ready for a channel. `subject` and `html` are null where the channel has none. */
export interface RenderedContent {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** A frozen content prepared for many guests. Make it once per message with `compileFrozen` and keep it. */
export interface CompiledContent {
  /** Every distinct place of a value, evaluated once per guest. */
  readonly slots: readonly FrozenSlot[];
  readonly subject: CompiledText | null;
  readonly text: CompiledText;
  readonly html: CompiledText | null;
}

/** literals[0] slot[0] literals[1] slot[1] ... literals[n] */
interface CompiledText {
  readonly literals: readonly string[];
  readonly slotIndexes: readonly number[];
}

/**
 * Prepares a frozen content for rendering.
 *
 * @throws RangeError when it was written by a newer version of this program
 */
export function compileFrozen(frozen: FrozenContent): CompiledContent {
  if (frozen.format !== CONTENT_FORMAT) throw new RangeError('this content was written by a newer version');
  const slots: FrozenSlot[] = [];
  const indexByKey = new Map<string, number>();
  const indexOf = (slot: FrozenSlot): number => {
    const key = JSON.stringify([slot.token, slot.filters ?? []]);
    const known = indexByKey.get(key);
    if (known !== undefined) return known;
    indexByKey.set(key, slots.push(slot) - 1);
    return slots.length - 1;
  };
  const compile = (parts: readonly FrozenPart[]): CompiledText => {
    const literals = [''];
    const slotIndexes: number[] = [];
    for (const part of parts) {
      if (typeof part === 'string') {
        literals.push((literals.pop() ?? '') + part);
      } else {
        slotIndexes.push(indexOf(part));
        literals.push('');
      }
    }
    return { literals, slotIndexes };
  };
  return {
    subject: frozen.subject && compile(frozen.subject),
    text: compile(frozen.text),
    html: frozen.html && compile(frozen.html),
    slots,
  };
}

/**
 * Renders a message for one guest: one pass, values are data. The same content and values give the same bytes.
 *
 * @throws RangeError when a link the text needs is missing or is no web address
 */
export function renderContent(content: CompiledContent, values: GuestValues): RenderedContent {
  const plain = content.slots.map((slot) => slotValue(slot, values));
  return {
    subject: content.subject && fill(content.subject, plain).trim(),
    text: fill(content.text, plain),
    html: content.html && fill(content.html, plain.map(escapeHtml)),
  };
}

/**
 * Which values of a guest the text needs and nothing stands for. Such a guest is skipped as `missing_value`.
 * Links are not asked for here: they are made, not stored.
 */
export function missingGuestValues(content: CompiledContent, values: GuestValues): GuestPlaceholder[] {
  const missing = content.slots.filter(
    (slot) => scopeOf(slot.token) === 'guest' && slotValue(slot, values).trim() === '',
  );
  return [...new Set(missing.map((slot) => slot.token as GuestPlaceholder))];
}

function fill(text: CompiledText, values: readonly string[]): string {
  let out = text.literals[0]!;
  for (let i = 0; i < text.slotIndexes.length; i++) {
    out += values[text.slotIndexes[i]!]!;
    out += text.literals[i + 1]!;
  }
  return out;
}
