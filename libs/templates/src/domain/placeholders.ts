/** What a placeholder speaks of: the event (same for everybody), the guest, or a link made for one guest. */
export type PlaceholderScope = 'event' | 'guest' | 'link';

export interface Placeholder {
  readonly scope: PlaceholderScope;
  /** For people, in a menu. */
  readonly label: string;
  /** A believable value, for a menu or a preview without a guest. */
  readonly example: string;
  /** What stands for an empty value when the author wrote no default; null: nothing does. */
  readonly fallback: string | null;
}

/** Every placeholder there is. An unknown name is refused when a text is saved. */
export const PLACEHOLDERS = {
  guest_name: { scope: 'guest', label: "The guest's full name", example: 'Ama Mensah', fallback: null },
  guest_first_name: { scope: 'guest', label: "The guest's first name", example: 'Ama', fallback: 'there' },
  plus_ones: { scope: 'guest', label: 'How many people the guest brings', example: '1', fallback: '0' },
  event_name: { scope: 'event', label: 'The name of the event', example: 'Summer dinner', fallback: null },
  event_date: { scope: 'event', label: 'The day of the event', example: 'Tuesday 1 June 2027', fallback: null },
  event_time: { scope: 'event', label: 'When it starts, at the venue', example: '18:00', fallback: null },
  venue: { scope: 'event', label: 'Where it takes place', example: 'Harbour Hall', fallback: null },
  event_location: {
    scope: 'event',
    label: 'Where it takes place (the same as venue)',
    example: 'Harbour Hall',
    fallback: null,
  },
  host_name: { scope: 'event', label: 'Who invites', example: 'Efua Mensah', fallback: null },
  rsvp_link: {
    scope: 'link',
    label: "The guest's own link to answer",
    example: 'https://example.test/r/abc',
    fallback: null,
  },
  unsubscribe_link: {
    scope: 'link',
    label: "The guest's own link to stop messages",
    example: 'https://example.test/u/abc',
    fallback: null,
  },
} as const satisfies Record<string, Placeholder>;

export type PlaceholderName = keyof typeof PLACEHOLDERS;
type NamesOf<S extends PlaceholderScope> = {
  [N in PlaceholderName]: (typeof PLACEHOLDERS)[N]['scope'] extends S ? N : never;
}[PlaceholderName];
export type EventPlaceholder = NamesOf<'event'>;
export type GuestPlaceholder = NamesOf<'guest'>;
export type LinkPlaceholder = NamesOf<'link'>;
/** Those whose value differs from guest to guest. */
export type PersonalPlaceholder = GuestPlaceholder | LinkPlaceholder;

export const PLACEHOLDER_NAMES = Object.keys(PLACEHOLDERS) as PlaceholderName[];

/** True for the exact name of a placeholder; names are lower case with underscores. */
export function isPlaceholder(name: string): name is PlaceholderName {
  return Object.hasOwn(PLACEHOLDERS, name);
}

export function scopeOf(name: PlaceholderName): PlaceholderScope {
  return PLACEHOLDERS[name].scope;
}

/** How far a typing slip may be from a name for us to suggest it. */
const MAX_SLIPS = 3;

/**
 * The known name that somebody most likely meant, or null when none is near.
 *
 * @param typed an unknown name: `guest_nmae`, `Guest Name`, `firstName`
 */
export function suggestPlaceholder(typed: string): PlaceholderName | null {
  const wanted = typed
    .slice(0, 60)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (wanted === '') return null;
  if (Object.hasOwn(aliases, wanted)) return aliases[wanted]!;
  const words = [...PLACEHOLDER_NAMES.map((name) => [name, name] as const), ...Object.entries(aliases)];
  let best: { name: PlaceholderName; distance: number } | null = null;
  for (const [word, name] of words) {
    const distance = editDistance(wanted, word);
    if (distance <= Math.min(MAX_SLIPS, Math.floor(word.length / 4)) && (best === null || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name ?? null;
}

/** Names other products use for the same things. */
const aliases: Readonly<Record<string, PlaceholderName>> = {
  name: 'guest_name',
  full_name: 'guest_name',
  first_name: 'guest_first_name',
  guest: 'guest_name',
  firstname: 'guest_first_name',
  event: 'event_name',
  date: 'event_date',
  time: 'event_time',
  start_time: 'event_time',
  location: 'event_location',
  event_venue: 'venue',
  address: 'venue',
  host: 'host_name',
  rsvp: 'rsvp_link',
  rsvp_url: 'rsvp_link',
  link: 'rsvp_link',
  unsubscribe: 'unsubscribe_link',
  unsubscribe_url: 'unsubscribe_link',
  guests: 'plus_ones',
};

/** Optimal string alignment: insertions, deletions, changes and swaps of neighbours, each counting one. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
