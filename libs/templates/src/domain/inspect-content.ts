import type { FieldProblem } from '@beckon/core';
import { type EventFacts } from './event-values';
import { emptyEventValues } from './freeze-text';
import type { ContentChannel } from './frozen-content';
import { hasHiddenCharacters } from './safe-text';
import { parseTemplateText, type TemplatePart } from './template-text';

export const MAX_SUBJECT_LENGTH = 200;
/** Longest body by channel, in characters. 1,600 is what the SMS and WhatsApp provider accepts. */
export const MAX_BODY_LENGTH: Readonly<Record<ContentChannel, number>> = { email: 50_000, sms: 1_600, whatsapp: 1_600 };

/** A placeholder without a value: unknown, or of an event that does not say. */
export interface UnresolvedToken {
  readonly token: string;
  readonly problem: FieldProblem;
}

export interface InspectedContent {
  /** Null for channels without a subject. */
  readonly subject: readonly TemplatePart[] | null;
  readonly body: readonly TemplatePart[];
  /** What makes the text unusable as it stands. */
  readonly faults: readonly FieldProblem[];
  readonly unresolved: readonly UnresolvedToken[];
}

/**
 * Reads what an author wrote and collects everything that is wrong with it.
 *
 * @param event null when there is none (a saved template): then the event's values are taken to be there
 */
export function inspectContent(
  text: { readonly channel: ContentChannel; readonly subject?: string | null; readonly body: string },
  event: EventFacts | null,
): InspectedContent {
  const subjectText = text.channel === 'email' ? (text.subject ?? '') : null;
  const subject = subjectText === null ? null : inspectField('subject', subjectText, MAX_SUBJECT_LENGTH, event);
  const body = inspectField('body', text.body, MAX_BODY_LENGTH[text.channel], event);
  return {
    subject: subject && subject.parts,
    body: body.parts,
    faults: [...(subject?.faults ?? []), ...body.faults],
    unresolved: [...(subject?.unresolved ?? []), ...body.unresolved],
  };
}

interface InspectedField {
  readonly parts: readonly TemplatePart[];
  readonly faults: FieldProblem[];
  readonly unresolved: UnresolvedToken[];
}

function inspectField(
  path: 'subject' | 'body',
  text: string,
  maxLength: number,
  event: EventFacts | null,
): InspectedField {
  const name = path === 'subject' ? 'The subject' : 'The text';
  if (text.trim() === '') return failed({ path, code: 'REQUIRED', message: `${name} is empty. Write something.` });
  if (text.length > maxLength) {
    const message = `${name} has ${text.length} characters; at most ${maxLength} are possible. Shorten it.`;
    return failed({ path, code: 'TOO_LONG', message });
  }
  if (path === 'subject' && hasHiddenCharacters(text)) {
    const message = 'The subject has a line break or an invisible character. Write it on one line, without.';
    return failed({ path, code: 'HIDDEN_CHARACTERS', message });
  }
  const { parts, problems } = parseTemplateText(text);
  const faults = problems
    .filter((problem) => problem.kind === 'syntax')
    .map(({ message, line, column }) => ({
      path,
      code: 'INVALID_TEMPLATE',
      message: `${name}, ${placeOf(path, line, column)}: ${message}`,
    }));
  const unknown = problems
    .filter((problem) => problem.token !== null)
    .map(({ token, message }) => ({ token: token!, problem: { path, code: 'UNKNOWN_PLACEHOLDER', message } }));
  const empty = (event === null ? [] : emptyEventValues(parts, event)).map((token) => {
    const message = `{{${token}}} has no value, as the event does not say. Fill it in at the event, or take it out of the text.`;
    return { token, problem: { path, code: 'EMPTY_EVENT_VALUE', message } };
  });
  return { parts, faults, unresolved: [...unknown, ...empty] };
}

function failed(fault: FieldProblem): InspectedField {
  return { parts: [], faults: [fault], unresolved: [] };
}

function placeOf(path: 'subject' | 'body', line: number, column: number): string {
  return path === 'subject' ? `character ${column}` : `line ${line}, character ${column}`;
}
