import { ValidationFailed, type FieldProblem } from '@beckon/core';
import { accentColours } from './domain/accent-colour';
import { type Branding, emailHtml, emailText, mailFrame, shapeOf } from './domain/email-html';
import { DARK_CARD, LIGHT_PAGE } from './domain/email-layout';
import { type EventFacts, usableLocale } from './domain/event-values';
import { freezeText } from './domain/freeze-text';
import { CONTENT_FORMAT, type ContentChannel, type FrozenContent, type FrozenPart } from './domain/frozen-content';
import { inspectContent, type InspectedContent } from './domain/inspect-content';
import { emailLayout } from './layout-compiler';
import { UnresolvedTokens } from './template.errors';

/** What an author wrote. */
export interface ContentText {
  readonly channel: ContentChannel;
  /** Needed for e-mail, ignored otherwise. */
  readonly subject?: string | null;
  readonly body: string;
}

export interface FreezeInput extends ContentText {
  readonly event: EventFacts;
  readonly branding: Branding;
  /** True for broadcasts and reminders: the mail ends with the guest's unsubscribe link. False for notices. */
  readonly isBroadcast: boolean;
  /** Where the guests' links live: the public address of this installation. */
  readonly linkBase: string;
}

/**
 * Checks a text before it is kept: known placeholders, readable syntax, lengths. With an event, also that the event has
 * a value for each of its placeholders that the text uses.
 *
 * @param text what the author wrote
 * @param event leave out for saved templates, which belong to no event
 * @throws ValidationFailed with `errors` at `subject` and `body` (codes REQUIRED, TOO_LONG, INVALID_TEMPLATE, HIDDEN_CHARACTERS)
 * @throws UnresolvedTokens naming the unknown placeholders, the known ones and what was probably meant
 */
export function checkContent(text: ContentText, event?: EventFacts): InspectedContent {
  const content = inspectContent(text, event ?? null);
  throwFaults(content.faults);
  if (content.unresolved.length > 0) {
    throw new UnresolvedTokens(
      [...new Set(content.unresolved.map((found) => found.token))],
      content.unresolved.map((found) => found.problem),
    );
  }
  return content;
}

/** @throws ValidationFailed when there is any fault */
export function throwFaults(faults: readonly FieldProblem[]): void {
  if (faults.length > 0) throw new ValidationFailed(faults);
}

/**
 * Freezes everything about a message that is the same for all its guests. The result is plain JSON, to be stored with the claim.
 *
 * @throws as `checkContent`: the event may have changed since the text was saved
 */
export async function freezeContent(input: FreezeInput): Promise<FrozenContent> {
  const { subject, body } = checkContent(input, input.event);
  return freezeInspected(
    input,
    subject === null ? null : freezeText(subject, input.event),
    freezeText(body, input.event),
  );
}

/** The second half of `freezeContent`, for texts whose event values are in already. */
export async function freezeInspected(
  input: FreezeInput,
  subject: FrozenPart[] | null,
  body: FrozenPart[],
): Promise<FrozenContent> {
  const same = {
    format: CONTENT_FORMAT,
    channel: input.channel,
    linkBase: input.linkBase.replace(/\/+$/, ''),
  } as const;
  if (input.channel !== 'email') return { ...same, subject: null, text: body, html: null };
  const colours = accentColours(input.branding.accentColour, LIGHT_PAGE, DARK_CARD);
  const frame = mailFrame(input.event, usableLocale(input.event.locale), input.branding, input.isBroadcast);
  const layout = await emailLayout(shapeOf(frame));
  return { ...same, subject, text: emailText(frame, body), html: emailHtml(layout, frame, body, colours) };
}
