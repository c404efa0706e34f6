import {
  ATTRIBUTE_KEY,
  MAX_ATTRIBUTE_LENGTH,
  MAX_ATTRIBUTES,
  MAX_FIRST_NAME_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PLUS_ONES,
  MAX_TAG_LENGTH,
  MAX_TAGS,
} from './guest-limits';
import { isRsvpStatus, RSVP_STATUSES, type RsvpStatus } from './rsvp-status';

/** The organizer's own columns. */
export type GuestAttributes = Readonly<Record<string, string | number | boolean>>;

/** What an organizer may say about a guest, checked and in its stored form. */
export interface GuestValues {
  readonly name: string;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly emailKey: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly rsvpStatus: RsvpStatus;
  readonly plusOnes: number;
  readonly tags: readonly string[];
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly attributes: GuestAttributes;
}

/** The same as it comes in, unchecked. Left out: not spoken of. Null: to be cleared. */
export interface GuestInput {
  readonly name?: string;
  readonly firstName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly rsvpStatus?: string | null;
  readonly plusOnes?: number | null;
  readonly tags?: readonly unknown[] | null;
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>> | null;
}

/** The rules that other parts of Beckon own. Each text fault continues a sentence that starts with the field's name. */
export interface SharedRules {
  readonly email: (input: string) => { readonly address: string; readonly key: string } | { readonly reason: string };
  readonly phone: (input: string, country?: string) => { readonly phone: string } | { readonly reason: string };
  /** The canonical language tag, or null. */
  readonly locale: (input: string) => string | null;
  readonly isTimeZone: (input: string) => boolean;
  readonly lineFault: (input: string) => string | null;
  readonly textFault: (input: string) => string | null;
}

/** One thing that is wrong with one field; `path` is `attributes.table` for an attribute. */
export interface ValueProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface ReadValues {
  readonly values: Partial<GuestValues>;
  readonly problems: readonly ValueProblem[];
}

/**
 * Checks what was said about a guest and brings it into its stored form.
 *
 * @param input only what was given
 * @param rules what addresses and texts must look like
 * @param storedLocale of the guest so far: tells the country of a phone number without a country code
 * @returns what is right, and every problem
 */
export function readGuestValues(input: GuestInput, rules: SharedRules, storedLocale: string | null = null): ReadValues {
  const problems: ValueProblem[] = [];
  const values: { -readonly [K in keyof GuestValues]?: GuestValues[K] } = {};
  const wrong: Wrong = (path, code, message) => {
    problems.push({ path, code, message });
  };

  if (input.name !== undefined) values.name = readLine('name', input.name, MAX_NAME_LENGTH, rules, wrong) ?? '';
  if (input.firstName !== undefined) {
    values.firstName = isBlank(input.firstName)
      ? null
      : readLine('firstName', input.firstName, MAX_FIRST_NAME_LENGTH, rules, wrong);
  }
  if (input.locale !== undefined) values.locale = isBlank(input.locale) ? null : readLocale(input.locale, rules, wrong);
  if (input.timeZone !== undefined) {
    const zone = isBlank(input.timeZone) ? null : input.timeZone.trim();
    if (zone !== null && !rules.isTimeZone(zone)) {
      wrong('timeZone', 'INVALID_TIME_ZONE', 'timeZone is not an IANA time zone such as Europe/London.');
    } else values.timeZone = zone;
  }
  if (input.email !== undefined) Object.assign(values, readEmail(input.email, rules, wrong));
  if (input.phone !== undefined) {
    values.phone = readPhone(input.phone, values.locale === undefined ? storedLocale : values.locale, rules, wrong);
  }
  if (input.rsvpStatus !== undefined) {
    const status = input.rsvpStatus ?? 'pending';
    if (isRsvpStatus(status)) values.rsvpStatus = status;
    else wrong('rsvpStatus', 'INVALID_STATUS', `rsvpStatus must be one of ${RSVP_STATUSES.join(', ')}.`);
  }
  if (input.plusOnes !== undefined) {
    const count = input.plusOnes ?? 0;
    if (Number.isInteger(count) && count >= 0 && count <= MAX_PLUS_ONES) values.plusOnes = count;
    else wrong('plusOnes', 'INVALID_NUMBER', `plusOnes must be a whole number from 0 to ${MAX_PLUS_ONES}.`);
  }
  if (input.tags !== undefined) values.tags = readTags(input.tags ?? [], rules, wrong);
  if (input.attributes !== undefined) values.attributes = readAttributes(input.attributes ?? {}, rules, wrong);
  return { values, problems };
}

type Wrong = (path: string, code: string, message: string) => void;

function isBlank(text: string | null): text is null {
  return text === null || text.trim() === '';
}

function readLine(path: string, input: string, maxLength: number, rules: SharedRules, wrong: Wrong): string | null {
  const text = input.trim();
  const fault = rules.lineFault(text);
  if (text === '') wrong(path, 'MISSING', `${path} is missing.`);
  else if (fault !== null) wrong(path, 'INVALID_TEXT', `${path} ${fault}.`);
  else if (text.length > maxLength) wrong(path, 'TOO_LONG', `${path} is longer than ${maxLength} characters.`);
  else return text.replace(/\s+/g, ' ');
  return null;
}

function readEmail(
  input: string | null,
  rules: SharedRules,
  wrong: Wrong,
): { email: string | null; emailKey: string | null } | undefined {
  if (isBlank(input)) return { email: null, emailKey: null };
  const read = rules.email(input);
  if ('reason' in read) {
    wrong('email', 'INVALID_EMAIL', read.reason);
    return undefined;
  }
  return { email: read.address, emailKey: read.key };
}

function readPhone(input: string | null, locale: string | null, rules: SharedRules, wrong: Wrong): string | null {
  if (isBlank(input)) return null;
  const read = rules.phone(input, locale === null ? undefined : regionOf(locale));
  if ('phone' in read) return read.phone;
  wrong('phone', 'INVALID_PHONE', read.reason);
  return null;
}

/** The country that a language tag names, for example `GB` of `en-GB`. */
function regionOf(locale: string): string | undefined {
  return /-([A-Z]{2})(?:-|$)/.exec(locale)?.[1];
}

function readLocale(input: string, rules: SharedRules, wrong: Wrong): string | null {
  const locale = rules.locale(input.trim());
  if (locale === null) wrong('locale', 'INVALID_LOCALE', 'locale is not a language tag such as en, en-GB or de-CH.');
  return locale;
}

function readTags(input: readonly unknown[], rules: SharedRules, wrong: Wrong): string[] {
  const tags = new Set<string>();
  for (const one of input) {
    const tag = typeof one === 'string' ? one.trim() : '';
    if (tag === '' || tag.length > MAX_TAG_LENGTH) {
      wrong('tags', 'INVALID_TAG', `A tag has 1 to ${MAX_TAG_LENGTH} characters.`);
    } else if (tag.includes(';') || rules.lineFault(tag) !== null) {
      wrong('tags', 'INVALID_TAG', 'A tag is one line of text without semicolons.');
    } else tags.add(tag);
  }
  if (tags.size > MAX_TAGS) wrong('tags', 'TOO_MANY_TAGS', `A guest may have ${MAX_TAGS} tags at most.`);
  return [...tags];
}

function readAttributes(input: Readonly<Record<string, unknown>>, rules: SharedRules, wrong: Wrong): GuestAttributes {
  const entries = Object.entries(input);
  if (entries.length > MAX_ATTRIBUTES) {
    wrong('attributes', 'TOO_MANY_ATTRIBUTES', `A guest may have ${MAX_ATTRIBUTES} attributes at most.`);
    return {};
  }
  const attributes: [string, string | number | boolean][] = [];
  for (const [key, value] of entries) {
    const path = `attributes.${key.slice(0, 60)}`;
    const text = typeof value === 'string' ? value.trim() : '';
    if (!ATTRIBUTE_KEY.test(key)) {
      wrong(
        path,
        'INVALID_ATTRIBUTE',
        'The name of an attribute starts with a letter and has 1 to 40 letters, digits, - or _.',
      );
    } else if (typeof value === 'boolean' || isPlainNumber(value)) {
      attributes.push([key, value]);
    } else if (typeof value !== 'string') {
      wrong(path, 'INVALID_ATTRIBUTE', `${path} must be a text, an ordinary number, true or false.`);
    } else if (text.length > MAX_ATTRIBUTE_LENGTH || rules.textFault(text) !== null) {
      wrong(path, 'INVALID_ATTRIBUTE', `${path} must be visible text of ${MAX_ATTRIBUTE_LENGTH} characters at most.`);
    } else if (text !== '') attributes.push([key, text]);
  }
  return Object.fromEntries(attributes);
}

/** Numbers that read the same in JSON, in a spreadsheet and in the database: no exponents. */
function isPlainNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0) && !String(value).includes('e');
}
