import { type CompiledContent, compileFrozen, type GuestValues, renderContent } from '@beckon/templates';
import type { OutgoingTemplate } from '../channels/channel';
import type { ClaimedContent } from './claimed-content';

/** A WhatsApp template prepared for many guests. */
export interface CompiledTemplate {
  readonly contentSid: string;
  readonly variables: readonly (readonly [string, CompiledContent])[];
}

/** @returns null where a message is sent as text */
export function compileTemplate({ content, template }: ClaimedContent): CompiledTemplate | null {
  if (template === undefined) return null;
  const variables = Object.entries(template.variables).map(
    ([name, text]) => [name, compileFrozen({ ...content, subject: null, html: null, text })] as const,
  );
  return { contentSid: template.contentSid, variables };
}

/** The template's values for one guest; the same frozen content and values give the same. */
export function renderTemplate({ contentSid, variables }: CompiledTemplate, values: GuestValues): OutgoingTemplate {
  return {
    contentSid,
    variables: Object.fromEntries(variables.map(([name, content]) => [name, renderContent(content, values).text])),
  };
}
