import { escapeHtml } from '@beckon/core';
import type { AccentColours } from './accent-colour';
import type { FrozenPart, FrozenSlot } from './frozen-content';
import { joinLiterals } from './template-text';

type Line = FrozenPart[];

/**
 * A plain text as HTML for the body of a mail: everything is escaped, a blank line begins a paragraph, a line break stays one,
 * web addresses and link placeholders become links, and a line with nothing but {{rsvp_link}} becomes a button.
 * A web address that runs into a placeholder stays text, as nobody knows where it ends.
 *
 * @param parts the body with the event's values already in
 * @returns HTML literals and the places of values, which are escaped when they are put in
 */
export function bodyHtml(parts: readonly FrozenPart[], colours: AccentColours): FrozenPart[] {
  const blocks = toBlocks(linesOf(parts));
  return joinLiterals<FrozenSlot>(
    blocks.flatMap((block, i) => {
      const margin = i === blocks.length - 1 ? '0' : '0 0 16px';
      if (block.kind === 'button') return button(block.slot, margin, colours);
      const inner = block.lines.flatMap((line, j) => [...(j > 0 ? ['<br>\n'] : []), ...inline(line, colours)]);
      return [`<p style="margin:${margin}">`, ...inner, '</p>\n'];
    }),
  );
}

function linesOf(parts: readonly FrozenPart[]): Line[] {
  const lines: Line[] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      lines.at(-1)!.push(part);
      continue;
    }
    const [first, ...more] = part.split('\n') as [string, ...string[]];
    lines.at(-1)!.push(first);
    for (const line of more) lines.push([line]);
  }
  return lines;
}

type Block =
  { readonly kind: 'paragraph'; readonly lines: Line[] } | { readonly kind: 'button'; readonly slot: FrozenSlot };

function toBlocks(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  let open: Line[] | null = null;
  for (const line of lines) {
    const written = line.filter((part) => typeof part !== 'string' || part.trim() !== '');
    const [only] = written;
    if (only === undefined) {
      open = null;
    } else if (written.length === 1 && typeof only !== 'string' && only.token === 'rsvp_link') {
      open = null;
      blocks.push({ kind: 'button', slot: only });
    } else if (open === null) {
      open = [line];
      blocks.push({ kind: 'paragraph', lines: open });
    } else {
      open.push(line);
    }
  }
  return blocks;
}

function inline(line: Line, colours: AccentColours): FrozenPart[] {
  return line.flatMap((part, i): FrozenPart[] => {
    if (typeof part === 'string') return [literalHtml(part, typeof line[i + 1] === 'object', colours)];
    if (part.token !== 'rsvp_link' && part.token !== 'unsubscribe_link') return [part];
    return ['<a href="', part, `" class="bk-link" style="${linkStyle(colours)}">`, part, '</a>'];
  });
}

const WEB_ADDRESS = /https?:\/\/[^\s<>"'`\\]+/gi;

function literalHtml(text: string, isFollowedByValue: boolean, colours: AccentColours): string {
  let html = '';
  let done = 0;
  for (const match of text.matchAll(WEB_ADDRESS)) {
    const url = withoutTrailingMarks(match[0]);
    const isOpenEnded = isFollowedByValue && match.index + match[0].length === text.length;
    if (isOpenEnded || /^https?:\/\/$/i.test(url)) continue;
    html += escapeHtml(text.slice(done, match.index));
    html += `<a href="${escapeHtml(url)}" class="bk-link" style="${linkStyle(colours)}">${escapeHtml(url)}</a>`;
    done = match.index + url.length;
  }
  return html + escapeHtml(text.slice(done));
}

/** Marks at the end belong to the sentence; a closing bracket belongs to the address only if it was opened in it. */
function withoutTrailingMarks(url: string): string {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1]!;
    const isBracket = last === ')' || last === ']';
    const open = last === ')' ? '(' : '[';
    const isUnopened = isBracket && count(url.slice(0, end), last) > count(url.slice(0, end), open);
    if (!isUnopened && !'.,;:!?»”’*_'.includes(last)) break;
    end--;
  }
  return url.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function linkStyle(colours: AccentColours): string {
  return `color:${colours.link};text-decoration:underline;word-break:break-word`;
}

/** A table, as some mail programs give a link no padding. */
function button(slot: FrozenSlot, margin: string, colours: AccentColours): FrozenPart[] {
  return [
    `<table role="presentation" border="0" cellpadding="0" cellspacing="0" style="border-collapse:separate;margin:${margin}"><tr>` +
      `<td bgcolor="${colours.accent}" style="border-radius:8px;background:${colours.accent}"><a href="`,
    slot,
    `" class="bk-button" style="display:inline-block;padding:12px 24px;border-radius:8px;font-size:16px;font-weight:600;line-height:1.25;` +
      `color:${colours.onAccent};text-decoration:none">RSVP now</a></td></tr></table>\n`,
  ];
}
