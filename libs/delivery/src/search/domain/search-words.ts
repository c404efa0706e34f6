const PUNCTUATION = /[!"#$%&'()*+,\-./:;<=>?@[\]\\^_`{|}~\s\u00a0]+/;
const MARKS = /[\u0300-\u0304\u0306-\u030c\u031b\u0323\u0326-\u0328]/g;
/** Letters that no decomposition makes plain. */
const plain: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i' };

/** More words narrow no further, and a longer one is nobody's. */
const MOST_WORDS = 6;
const LONGEST_WORD = 60;

/** What somebody typed into a search, taken apart. */
export interface SearchTerm {
  /** As it is compared: lower case, without accents. */
  readonly words: readonly string[];
  /** The whole of it, trimmed: perhaps an id. */
  readonly whole: string;
  /** A part that is a mail address, or the beginning of one; lower case. */
  readonly address: string | null;
}

/**
 * Takes a search apart. A number that is written with blanks, a plus or zeros in front is one word: `+233 20 123` is `23320123`.
 */
export function readSearch(q: string): SearchTerm {
  const whole = q.trim();
  const digits = /^[+\d\s().-]+$/.test(whole) ? whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '') : '';
  if (digits.length >= 4) return { words: [digits], whole, address: null };
  const address =
    whole
      .split(/\s+/)
      .find((part) => part.indexOf('@') > 0)
      ?.toLowerCase() ?? null;
  // behind the @ stand names of providers, which half of all guests share
  const words = whole.split(/\s+/).flatMap((part) => wordsOf(part.indexOf('@') > 0 ? part.split('@', 1)[0]! : part));
  return { words: [...new Set(words)].slice(0, MOST_WORDS), whole, address };
}

/** The words of a text, as `search_words` of the database cuts them. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[łøđı]/g, (letter) => plain[letter] ?? letter)
    .split(PUNCTUATION)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, LONGEST_WORD));
}

/** Whether each of these words begins a word of the text. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const known = wordsOf(text);
  return words.every((word) => known.some((one) => one.startsWith(word)));
}

/** The same question for the database: every word begins a word of the organization's. */
export function searchQuery(organizationId: string, words: readonly string[]): string {
  const prefix = organizationId.slice(-12);
  return words.map((word) => `'${prefix}${word.replace(/['\\]/g, '')}':*`).join(' & ');
}

/**
 * The ways to read a search as "this guest, that message": the guest's words come first or last, and the rest is the
 * message's. `ama rem` is the guest "ama rem", or "ama" and the message "rem", or "rem" and the message "ama".
 */
export function readings(
  words: readonly string[],
): { readonly guest: readonly string[]; readonly message: readonly string[] }[] {
  const cuts = words.slice(1).map((_, i) => i + 1);
  return [
    { guest: words, message: [] },
    ...cuts.toReversed().map((cut) => ({ guest: words.slice(0, cut), message: words.slice(cut) })),
    ...cuts.map((cut) => ({ guest: words.slice(cut), message: words.slice(0, cut) })),
  ];
}
