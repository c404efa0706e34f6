/** What can stand between two braces, with a name for people and a value to imagine. */
export interface KnownPlaceholder {
  readonly name: string;
  readonly label: string;
  readonly example: string;
  /** What stands for an empty value when the author says nothing. */
  readonly fallback: string | null;
}

/** Every placeholder, in the order of the menu: what one needs most comes first. */
export const PLACEHOLDERS: readonly KnownPlaceholder[] = [
  { name: 'guest_first_name', label: 'First name', example: 'Ama', fallback: 'there' },
  { name: 'event_date', label: 'Event date', example: 'Tuesday 1 June 2027', fallback: null },
  { name: 'rsvp_link', label: 'RSVP link', example: 'the guest’s own link to answer', fallback: null },
  { name: 'guest_name', label: 'Full name', example: 'Ama Mensah', fallback: null },
  { name: 'event_name', label: 'Event name', example: 'Summer dinner', fallback: null },
  { name: 'event_time', label: 'Event time', example: '18:00', fallback: null },
  { name: 'venue', label: 'Venue', example: 'Harbour Hall', fallback: null },
  { name: 'event_location', label: 'Event location', example: 'the same as the venue', fallback: null },
  { name: 'host_name', label: 'Host name', example: 'Efua Mensah', fallback: null },
  { name: 'plus_ones', label: 'Plus-ones', example: '1', fallback: '0' },
  { name: 'unsubscribe_link', label: 'Unsubscribe link', example: 'the guest’s own link to stop', fallback: null },
];

const KNOWN = new Map(PLACEHOLDERS.map((placeholder) => [placeholder.name, placeholder]));

/** A piece of a text: plain, or a placeholder as it was typed. */
export interface Piece {
  readonly text: string;
  /** `plain`, a placeholder that has a value, or one that the API will refuse. */
  readonly kind: 'plain' | 'known' | 'bad';
  /** The name between the braces; null for plain text. */
  readonly name: string | null;
}

const QUOTED = `"[^"]*"|'[^']*'|“[^“”]*”|‘[^‘’]*’`;
const OUTPUT = new RegExp(`\\{\\{(?:${QUOTED}|(?!\\{\\{|\\}\\})[^\\n"'“‘])*\\}\\}`, 'g');
const LITERAL = new RegExp(`^\\{\\{\\s*(?:${QUOTED})\\s*\\}\\}$`);
const OPEN = /\{\{[^}\n]*$/m;

/**
 * Cuts a text into plain text and placeholders, losing no character: joined again it is the text. The API has the last word;
 * this only says early what it will say.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (upTo: number): void => {
    if (upTo > from) pieces.push(...unclosed(text.slice(from, upTo)));
  };
  for (const match of text.matchAll(OUTPUT)) {
    plain(match.index);
    from = match.index + match[0].length;
    if (LITERAL.test(match[0])) {
      pieces.push({ text: match[0], kind: 'plain', name: null });
      continue;
    }
    const name = match[0].slice(2, -2).replace(/\|.*/s, '').trim();
    pieces.push({ text: match[0], kind: KNOWN.has(name) ? 'known' : 'bad', name });
  }
  plain(text.length);
  return pieces;
}

/** Two braces that are never closed: the name is not finished, so it is bad up to the end of its line. */
function unclosed(text: string): Piece[] {
  const at = text.search(OPEN);
  if (at < 0) return [{ text, kind: 'plain', name: null }];
  const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
  const bad: Piece = { text: text.slice(at, end), kind: 'bad', name: text.slice(at + 2, end).trim() };
  const before: Piece[] = at > 0 ? [{ text: text.slice(0, at), kind: 'plain', name: null }] : [];
  return [...before, bad, ...(end < text.length ? unclosed(text.slice(end)) : [])];
}

/** The placeholders of some texts that have no value, each once, as typed between the braces. */
export function unresolvedIn(...texts: readonly string[]): string[] {
  const names = texts.flatMap((text) =>
    piecesOf(text).flatMap(({ kind, name }) => (kind === 'bad' ? [name ?? ''] : [])),
  );
  return [...new Set(names)];
}

/** `{{name}}`, as one sees it in a text; with its usual fallback where it has one. */
export function written(name: string, withFallback = false): string {
  const fallback = KNOWN.get(name)?.fallback;
  return withFallback && fallback != null ? `{{ ${name} | default: "${fallback}" }}` : `{{${name}}}`;
}

/** The unfinished placeholder that the caret stands in: what was typed since the braces, and where they begin. */
export function openAt(text: string, caret: number): { readonly from: number; readonly typed: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('{{');
  if (from < 0) return null;
  const typed = before.slice(from + 2);
  return /^\s*[\p{L}\w]*$/u.test(typed) && !typed.includes('\n') ? { from, typed: typed.trim().toLowerCase() } : null;
}

/** Those whose name or label holds what was typed; an empty text finds all. */
export function matching(typed: string): readonly KnownPlaceholder[] {
  const wanted = typed.toLowerCase().replaceAll('_', ' ');
  return PLACEHOLDERS.filter(({ name, label }) =>
    `${name.replaceAll('_', ' ')} ${label.toLowerCase()}`.includes(wanted),
  );
}

/** A text for a list: placeholders become the value that all guests share, or the name of what stands there. */
export function readable(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return piecesOf(text)
    .map(({ kind, text: typed, name }) =>
      kind === 'known' ? (values[name ?? ''] ?? `[${KNOWN.get(name ?? '')?.label.toLowerCase()}]`) : typed,
    )
    .join('');
}

/** A text whose last placeholder is still being typed: the API could only say that it never ends. */
export function isUnfinished(text: string): boolean {
  return piecesOf(text).some(({ kind, text: typed }) => kind === 'bad' && !typed.endsWith('}}'));
}
