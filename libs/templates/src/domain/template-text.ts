import { type TopLevelToken, TokenizationError, TokenKind, Tokenizer } from 'liquidjs';
import { isPlaceholder, type PlaceholderName, scopeOf, suggestPlaceholder } from './placeholders';
import { cleanBody } from './safe-text';

/** `{{ name | default: "x" | upcase }}` is a placeholder with two filters. */
export type TemplateFilter =
  | { readonly name: 'default'; readonly value: string }
  /** strftime, for example `%d.%m.%Y`; only for event_date and event_time, and first. */
  | { readonly name: 'date'; readonly value: string }
  | { readonly name: 'upcase' }
  | { readonly name: 'capitalize' };

export interface TemplateSlot {
  readonly token: PlaceholderName;
  readonly filters: readonly TemplateFilter[];
}

/** Literal text, or the place of a value. */
export type TemplatePart = string | TemplateSlot;

/** What is wrong with a text, where, and what to do about it. Positions are 1-based. */
export interface TemplateProblem {
  readonly kind: 'syntax' | 'unknown_token';
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The unknown name as it was typed; null for a fault of syntax. */
  readonly token: string | null;
  readonly suggestion: PlaceholderName | null;
}

export interface ParsedText {
  readonly parts: readonly TemplatePart[];
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads a text with placeholders: a small part of Liquid. Outputs only, of known names, with the filters `default`, `date`,
 * `upcase` and `capitalize`; no tags, no properties, no numbers. A literal `{{` is written `{{ "{{" }}`.
 *
 * @param text as typed; line breaks of every kind become `\n`
 * @returns its parts, and everything that is wrong with it; a part with a problem stays in `parts` as it was typed
 */
export function parseTemplateText(text: string): ParsedText {
  const source = cleanBody(text);
  const parts: TemplatePart[] = [];
  const problems: TemplateProblem[] = [];
  for (const token of topLevelTokens(source, problems)) {
    const typed = source.slice(token.begin, token.end);
    const read = token.kind === TokenKind.Output ? readOutput(typed) : token.kind === TokenKind.HTML ? typed : tagFault;
    if (typeof read === 'object' && 'fault' in read) {
      problems.push({ ...read.fault, ...positionOf(source, token.begin) });
      parts.push(typed);
    } else {
      parts.push(read);
    }
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { parts: joinLiterals(parts), problems };
}

/** Which placeholders a text uses, each once, in the order of their first use. */
export function usedTokens(parts: readonly TemplatePart[]): PlaceholderName[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.token])))];
}

/** Neighbouring literals as one. */
export function joinLiterals<T extends object>(parts: readonly (string | T)[]): (string | T)[] {
  const joined: (string | T)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

type Fault = { readonly fault: Pick<TemplateProblem, 'kind' | 'message' | 'token' | 'suggestion'> };

const syntax = (message: string): Fault => ({ fault: { kind: 'syntax', message, token: null, suggestion: null } });

const tagFault = syntax('Tags in {% … %} are not supported. Use placeholders such as {{guest_name}} only.');

/** LiquidJS finds where outputs begin and end, quotes included; what it cannot read ends the list with a problem. */
function topLevelTokens(source: string, problems: TemplateProblem[]): Pick<TopLevelToken, 'kind' | 'begin' | 'end'>[] {
  try {
    return new Tokenizer(source).readTopLevelTokens();
  } catch (error) {
    if (!(error instanceof TokenizationError)) throw error;
    const begin = error.token.begin;
    const isTag = source.startsWith('{%', begin);
    const message = isTag
      ? tagFault.fault.message
      : 'A placeholder opens with {{ here and is never closed. Add }} after its name. For the characters themselves write {{ "{{" }}.';
    problems.push({ kind: 'syntax', message, token: null, suggestion: null, ...positionOf(source, begin) });
    // what stands before the fault is still read, so that every fault is told at once
    return [
      ...(begin > 0 ? topLevelTokens(source.slice(0, begin), problems) : []),
      { kind: TokenKind.HTML, begin, end: source.length },
    ];
  }
}

const QUOTED = `"[^"]*"|'[^']*'|“[^“”]*”|‘[^‘’]*’`;
const OUTPUT = new RegExp(`^\\{\\{\\s*((?:${QUOTED})|[^|"'“”‘’]*?)\\s*((?:\\|[^]*)?)\\}\\}$`);
const FILTER = new RegExp(`^\\|\\s*([\\p{L}\\w]*)\\s*(?::\\s*(${QUOTED}))?\\s*`, 'u');
/** What people write where a name belongs, right or wrong. */
const NAME_LIKE = /^[\p{L}_][\p{L}\p{N}_ .-]*$/u;

function readOutput(typed: string): TemplatePart | Fault {
  const [, head, tail] = OUTPUT.exec(typed) ?? [];
  if (head === undefined || tail === undefined) return unreadable(typed);
  if (head === '')
    return syntax('This placeholder is empty. Write a name between the braces, for example {{guest_name}}.');
  if (/^["'“‘]/.test(head)) return tail === '' ? head.slice(1, -1) : unreadable(typed);
  if (!NAME_LIKE.test(head)) return unreadable(typed);
  if (!isPlaceholder(head)) return unknownToken(head);
  const filters = readFilters(head, tail.trim());
  return 'fault' in filters ? filters : { token: head, filters: filters.list };
}

function readFilters(token: PlaceholderName, tail: string): { readonly list: TemplateFilter[] } | Fault {
  const list: TemplateFilter[] = [];
  for (let rest = tail; rest !== '';) {
    const match = FILTER.exec(rest);
    if (!match)
      return syntax(
        `"${rest.slice(0, 40)}" after ${token} cannot be read. A default is written {{ ${token} | default: "there" }}.`,
      );
    const filter = readFilter(token, match[1]!, match[2]?.slice(1, -1), list.length === 0);
    if ('fault' in filter) return filter;
    list.push(filter);
    rest = rest.slice(match[0].length);
  }
  return { list };
}

/** Only what a wall clock can answer, without a zone and without a width that could grow without bound. */
const DATE_FORMAT = /^(?:[^%]|%[-^_0]?[aAbBdeHIjklmMpPquwyY%])+$/;

function readFilter(
  token: PlaceholderName,
  name: string,
  value: string | undefined,
  isFirst: boolean,
): TemplateFilter | Fault {
  if (scopeOf(token) === 'link') return syntax(`{{${token}}} is a link and takes no filters. Write it alone.`);
  switch (name) {
    case 'default':
      if (value === undefined) return syntax(`"default" needs its text in quotes: {{ ${token} | default: "there" }}.`);
      return { name, value };
    case 'date':
      if (token !== 'event_date' && token !== 'event_time')
        return syntax('"date" works with {{event_date}} and {{event_time}} only.');
      if (!isFirst) return syntax('"date" must be the first filter of its placeholder.');
      if (value === undefined || !DATE_FORMAT.test(value)) {
        return syntax(
          `"date" needs a format of days and hours in quotes, for example {{ ${token} | date: "%A, %d %B %Y" }}.`,
        );
      }
      return { name, value };
    case 'upcase':
    case 'capitalize':
      if (value !== undefined) return syntax(`"${name}" takes no value. Write {{ ${token} | ${name} }}.`);
      return { name };
    default:
      return syntax(`"${name}" is not a known filter. Known ones: default, date, upcase, capitalize.`);
  }
}

function unknownToken(typed: string): Fault {
  const suggestion = suggestPlaceholder(typed);
  const hint = suggestion === null ? '' : ` Did you mean {{${suggestion}}}?`;
  const message = `{{${typed}}} is not a known placeholder.${hint}`;
  return { fault: { kind: 'unknown_token', message, token: typed, suggestion } };
}

function unreadable(typed: string): Fault {
  return syntax(`${typed.slice(0, 60)} cannot be read. Write one name between the braces, for example {{guest_name}}.`);
}

function positionOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
