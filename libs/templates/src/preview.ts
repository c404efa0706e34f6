import type { FieldProblem } from '@beckon/core';
import { type FreezeInput, freezeInspected, throwFaults } from './content';
import { fallbacksFor, type Fallback } from './domain/fallbacks';
import { freezeText, isEmptyEventSlot } from './domain/freeze-text';
import type { GuestValues } from './domain/frozen-content';
import { inspectContent } from './domain/inspect-content';
import { PLACEHOLDERS } from './domain/placeholders';
import { compileFrozen, renderContent, type RenderedContent } from './domain/render';
import { measureSms } from './domain/sms-segments';
import type { TemplatePart } from './domain/template-text';

/** An invisible separator, on both sides of what stands for a value that the guest does not have. */
const MARK = '\u2063';

/** A message as one guest would get it. */
export interface Preview extends RenderedContent {
  /** How many text messages an SMS is charged as; null for other channels. */
  readonly segments: number | null;
  /** The character that makes an SMS expensive (70 instead of 160 characters each); null where there is none. */
  readonly expensiveCharacter: string | null;
  /** Placeholders without a value, as typed. They stand in the preview as they were typed; sending would be refused. */
  readonly unresolved: readonly string[];
  /** The same with place, reason and what was probably meant. */
  readonly problems: readonly FieldProblem[];
  /** What stands for a value that this guest does not have. */
  readonly fallbacks: readonly Fallback[];
  /** The same message with an invisible separator (U+2063) on both sides of each fallback; null when there is none. */
  readonly marked: RenderedContent | null;
}

/**
 * Renders a text for one guest without sending it, exactly as the send would. Unknown placeholders do not fail it: an author
 * looks at previews while typing.
 *
 * @param values the guest's values; links that are absent get an address that leads nowhere
 * @throws ValidationFailed when the text cannot be read at all (syntax, length, no subject)
 */
export async function previewContent(input: FreezeInput, values: GuestValues): Promise<Preview> {
  const content = inspectContent(input, input.event);
  throwFaults(content.faults);
  const shown = { ...sampleLinks(input.linkBase), ...withoutEmpty(values) };
  const prepare = (parts: readonly TemplatePart[]) =>
    freezeText(
      parts.map((part) => (isEmptyEventSlot(part, input.event) ? asTyped(part) : part)),
      input.event,
    );
  const render = async (subject: readonly TemplatePart[] | null, body: readonly TemplatePart[]) => {
    const frozen = await freezeInspected(input, subject === null ? null : prepare(subject), prepare(body));
    return renderContent(compileFrozen(frozen), shown);
  };
  const rendered = await render(content.subject, content.body);
  const fallbacks = fallbacksFor([...(content.subject ?? []), ...content.body], input.event, shown);
  const withMarks = (parts: readonly TemplatePart[]): TemplatePart[] =>
    parts.map((part) => {
      const [fallback] = fallbacksFor([part], input.event, shown);
      return fallback === undefined ? part : `${MARK}${fallback.value}${MARK}`;
    });
  const marked =
    fallbacks.length === 0
      ? null
      : await render(content.subject && withMarks(content.subject), withMarks(content.body));
  const size = input.channel === 'sms' ? measureSms(rendered.text) : null;
  return {
    ...rendered,
    segments: size?.segments ?? null,
    expensiveCharacter: size?.expensive ?? null,
    unresolved: [...new Set(content.unresolved.map((found) => found.token))],
    problems: content.unresolved.map((found) => found.problem),
    fallbacks,
    // a preview is what is sent: marks that would change anything else are left out
    marked: marked !== null && isSameWithoutMarks(marked, rendered) ? marked : null,
  };
}

function isSameWithoutMarks(marked: RenderedContent, rendered: RenderedContent): boolean {
  const texts = (content: RenderedContent) => [content.subject, content.text, content.html];
  const bare = (content: RenderedContent) => texts(content).map((text) => text?.replaceAll(MARK, ''));
  return bare(marked).every((text, n) => text === bare(rendered)[n]);
}

/** The values of a guest who does not exist, for a preview of an empty list. */
export function sampleGuestValues(linkBase: string): GuestValues {
  return {
    guest_name: PLACEHOLDERS.guest_name.example,
    guest_first_name: PLACEHOLDERS.guest_first_name.example,
    plus_ones: PLACEHOLDERS.plus_ones.example,
    ...sampleLinks(linkBase),
  };
}

function sampleLinks(linkBase: string): Pick<GuestValues, 'rsvp_link' | 'unsubscribe_link'> {
  const base = linkBase.replace(/\/+$/, '');
  return { rsvp_link: `${base}/r/preview`, unsubscribe_link: `${base}/u/preview` };
}

function withoutEmpty(values: GuestValues): GuestValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

function asTyped(part: TemplatePart): string {
  return typeof part === 'string' ? part : `{{${part.token}}}`;
}
