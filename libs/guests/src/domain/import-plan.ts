import type { ImportRow, LineProblem } from './csv-row';
import { MAX_ATTRIBUTES } from './guest-limits';
import type { GuestAttributes, GuestValues } from './guest-values';

/** A guest who is on the list already. */
export interface StoredGuest extends GuestValues {
  readonly id: string;
}

/** What a batch of lines comes to. */
export interface ImportPlan {
  readonly created: readonly GuestValues[];
  readonly changed: readonly StoredGuest[];
  /** Lines, not guests: a guest whom two lines change counts twice. */
  readonly counts: { readonly created: number; readonly updated: number; readonly skipped: number };
  readonly problems: readonly LineProblem[];
}

interface Working {
  readonly id: string | null;
  values: GuestValues;
  isChanged: boolean;
}

/** What names are compared by: case and runs of space do not matter. */
export function nameKeyOf(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Decides line by line whether it is a new guest, a change or nothing new; later lines see what earlier ones did.
 *
 * A line means a stored guest when, in this order: it carries that guest's id; e-mail and name are the same; phone and name
 * are the same (and the guest has no e-mail, if the line has one); it has no address at all, nor has a guest of the same name.
 * Two people who share an address stay two.
 *
 * @param rows in the order of the file
 * @param stored every guest that one of them may mean, by id
 */
export function planImport(rows: readonly ImportRow[], stored: readonly StoredGuest[]): ImportPlan {
  const known = new KnownGuests(stored);
  const counts = { created: 0, updated: 0, skipped: 0 };
  const problems: LineProblem[] = [];
  for (const row of rows) {
    const guest = known.find(row);
    if (guest === null) {
      known.add(newGuest(row.given));
      counts.created++;
      continue;
    }
    const merged = mergeGuest(guest.values, row.given);
    if (merged === null) counts.skipped++;
    else if (Object.keys(merged.attributes).length > MAX_ATTRIBUTES) {
      problems.push({
        line: row.line,
        column: null,
        code: 'TOO_MANY_ATTRIBUTES',
        message: `With this line the guest would have more than ${MAX_ATTRIBUTES} attributes.`,
      });
    } else {
      guest.values = merged;
      guest.isChanged = true;
      known.index(guest);
      counts.updated++;
    }
  }
  const all = known.all();
  return {
    created: all.filter(({ id }) => id === null).map(({ values }) => values),
    changed: all.flatMap(({ id, values, isChanged }) => (id !== null && isChanged ? [{ ...values, id }] : [])),
    counts,
    problems,
  };
}

/**
 * A stored guest with what a line says. An empty cell leaves what is stored, and `pending` never takes an answer back:
 * a list that was made before the guests replied would undo what they said.
 *
 * @returns the new values, or null when the line says nothing new
 */
export function mergeGuest(stored: GuestValues, given: Partial<GuestValues>): GuestValues | null {
  const { attributes, rsvpStatus, tags, ...rest } = given;
  const merged = {
    ...stored,
    ...rest,
    ...(tags !== undefined && !sameTags(stored.tags, tags) && { tags }),
    ...(rsvpStatus !== undefined && rsvpStatus !== 'pending' && { rsvpStatus }),
    ...(attributes !== undefined && { attributes: mergeAttributes(stored.attributes, attributes) }),
  };
  const fields = Object.keys(merged) as (keyof GuestValues)[];
  return fields.some((field) => merged[field] !== stored[field]) ? merged : null;
}

function mergeAttributes(stored: GuestAttributes, given: GuestAttributes): GuestAttributes {
  // a file knows only texts: what reads the same as a stored number is that number
  const news = Object.entries(given).filter(
    ([key, value]) => !Object.hasOwn(stored, key) || String(stored[key]) !== String(value),
  );
  return news.length === 0 ? stored : { ...stored, ...Object.fromEntries(news) };
}

function sameTags(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((tag) => right.includes(tag));
}

function newGuest(given: ImportRow['given']): Working {
  const values: GuestValues = {
    firstName: null,
    email: null,
    emailKey: null,
    phone: null,
    rsvpStatus: 'pending',
    plusOnes: 0,
    tags: [],
    locale: null,
    timeZone: null,
    attributes: {},
    ...given,
  };
  return { id: null, values, isChanged: false };
}

/** The guests of one batch, found by each thing that can identify them. */
class KnownGuests {
  private readonly guests: Working[] = [];
  private readonly byId = new Map<string, Working>();
  private readonly byKey = new Map<string, Working[]>();

  constructor(stored: readonly StoredGuest[]) {
    for (const { id, ...values } of stored) this.add({ id, values, isChanged: false });
  }

  all(): readonly Working[] {
    return this.guests;
  }

  add(guest: Working): void {
    this.guests.push(guest);
    if (guest.id !== null) this.byId.set(guest.id, guest);
    this.index(guest);
  }

  /** Keys only grow: a guest may still be listed under what it was before, so `find` looks at the values again. */
  index(guest: Working): void {
    for (const key of keysOf(guest.values)) {
      const list = this.byKey.get(key);
      if (list === undefined) this.byKey.set(key, [guest]);
      else if (!list.includes(guest)) list.push(guest);
    }
  }

  find(row: ImportRow): Working | null {
    const same = row.id === null ? undefined : this.byId.get(row.id);
    if (same !== undefined) return same;
    const { name, emailKey = null, phone = null } = row.given;
    const candidates = keysOf({ name, emailKey, phone }).map((key) =>
      this.byKey
        .get(key)
        ?.find(
          ({ values }) =>
            keysOf(values).includes(key) &&
            (emailKey === null || values.emailKey === null || values.emailKey === emailKey),
        ),
    );
    return candidates.find((candidate) => candidate !== undefined) ?? null;
  }
}

/** What identifies a guest apart from the id, the surest first. */
export function keysOf({ name, emailKey, phone }: Pick<GuestValues, 'name' | 'emailKey' | 'phone'>): string[] {
  const nameKey = nameKeyOf(name);
  if (emailKey === null && phone === null) return [`n ${nameKey}`];
  return [
    ...(emailKey === null ? [] : [`e ${emailKey} ${nameKey}`]),
    ...(phone === null ? [] : [`p ${phone} ${nameKey}`]),
  ];
}
