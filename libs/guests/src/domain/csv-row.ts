import { undefuseCell } from './csv-cell';
import type { CsvColumn } from './csv-header';
import { type GuestInput, type GuestValues, readGuestValues, type SharedRules } from './guest-values';
import type { RsvpStatus } from './rsvp-status';

/** One line of a file that can be imported. Cells that were left empty say nothing, so they are not in `given`. */
export interface ImportRow {
  /** In the file as a text editor counts it; the header is line 1. */
  readonly line: number;
  /** From the `id` column of our own export. */
  readonly id: string | null;
  readonly given: Partial<GuestValues> & Pick<GuestValues, 'name'>;
}

/** Why a line was not imported, for the person who has to correct the file. */
export interface LineProblem {
  readonly line: number;
  /** As the file writes it; null for the whole line. */
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** What is in a line: a guest, nothing at all (null), or problems. */
export type ReadLine = { readonly row: ImportRow } | { readonly problems: readonly LineProblem[] } | null;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const answers: Readonly<Record<RsvpStatus, readonly string[]>> = {
  attending: ['attending', 'yes', 'y', 'accepted', 'accept', 'confirmed', 'coming', 'going', 'true', '1'],
  declined: ['declined', 'no', 'n', 'decline', 'notattending', 'notcoming', 'notgoing', 'regrets', 'false', '0'],
  maybe: ['maybe', 'perhaps', 'tentative', 'unsure', 'undecided'],
  pending: ['pending', 'invited', 'waiting', 'noanswer', 'noreply', 'noresponse', 'unknown', 'none'],
};
const statusByWord = new Map(
  Object.entries(answers).flatMap(([status, words]) => words.map((word) => [word, status] as const)),
);

/**
 * Reads one line of an imported file.
 *
 * @param line its number, for messages
 * @param cells as they are in the file
 * @param columns from `readCsvHeader`
 * @param width number of cells of the header
 */
export function readCsvRow(
  line: number,
  cells: readonly string[],
  columns: readonly CsvColumn[],
  width: number,
  rules: SharedRules,
): ReadLine {
  if (cells.every((cell) => cell.trim() === '')) return null;
  const whole = (code: string, message: string): ReadLine => ({ problems: [{ line, column: null, code, message }] });
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    return whole(
      'TOO_MANY_CELLS',
      'This line has more cells than the header. Put a value that contains the separator into double quotes.',
    );
  }
  if (cells.some((cell) => cell.includes('\ufffd'))) {
    return whole('INVALID_ENCODING', 'This line has characters that are not UTF-8. Save the file as "CSV UTF-8".');
  }
  const texts = new Map<string, string>();
  for (const { field, index } of columns) {
    const text = undefuseCell((cells[index] ?? '').trim()).trim();
    if (text !== '') texts.set(field, text);
  }
  const { values, problems } = readGuestValues(toInput(texts), rules);
  if (problems.length === 0 && values.name !== undefined) {
    const id = texts.get('id');
    return {
      row: {
        line,
        id: id !== undefined && UUID.test(id) ? id.toLowerCase() : null,
        given: { ...values, name: values.name },
      },
    };
  }
  const headerOf = new Map<string, string>(columns.map(({ field, header }) => [field, header]));
  return {
    problems: problems.map(({ path, code, message }) => ({ line, column: headerOf.get(path) ?? path, code, message })),
  };
}

function toInput(texts: ReadonlyMap<string, string>): GuestInput {
  const input: { -readonly [K in keyof GuestInput]: GuestInput[K] } = { name: nameOf(texts) };
  for (const field of ['firstName', 'email', 'phone', 'locale', 'timeZone'] as const) {
    const text = texts.get(field);
    if (text !== undefined) input[field] = text;
  }
  const status = texts.get('rsvpStatus');
  if (status !== undefined) input.rsvpStatus = statusByWord.get(status.toLowerCase().replace(/[\s_'-]/g, '')) ?? status;
  const plusOnes = texts.get('plusOnes');
  if (plusOnes !== undefined) input.plusOnes = /^\+?\d{1,4}$/.test(plusOnes) ? Number(plusOnes) : NaN;
  const tags = texts.get('tags');
  if (tags !== undefined) input.tags = splitTags(tags);
  const attributes = [...texts].filter(([field]) => field.startsWith('attributes.'));
  if (attributes.length > 0)
    input.attributes = Object.fromEntries(attributes.map(([field, text]) => [field.slice('attributes.'.length), text]));
  return input;
}

function nameOf(texts: ReadonlyMap<string, string>): string {
  return (
    texts.get('name') ?? [texts.get('firstName'), texts.get('lastName')].filter((part) => part !== undefined).join(' ')
  );
}

/** Semicolons part tags; where there is none, commas and bars do. `joinTags` writes what this reads. */
export function splitTags(text: string): string[] {
  return text
    .split(text.includes(';') ? ';' : /[,|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

/** Tags as one cell. A single tag with a comma in it gets a closing semicolon, so that it stays one tag. */
export function joinTags(tags: readonly string[]): string {
  const text = tags.join(';');
  return tags.length === 1 && /[,|]/.test(text) ? `${text};` : text;
}
