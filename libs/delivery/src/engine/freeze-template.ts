import type { WhatsAppTemplateFacts } from '@beckon/messaging';
import { freezeContent, type FreezeInput, type FrozenContent } from '@beckon/templates';
import type { ClaimedTemplate } from './claimed-content';

/** What one variable of a template stands for; the same content rendered is its value. */
export interface FrozenVariable {
  readonly name: string;
  readonly content: FrozenContent;
}

/** Freezes what a template's variables stand for, each as the content writes it, its default included. In Twilio's order. */
export async function freezeVariables(
  { variables, content }: WhatsAppTemplateFacts,
  input: FreezeInput,
): Promise<FrozenVariable[]> {
  return Promise.all(
    variables.map(async (name) => ({
      name,
      content: await freezeContent({ ...input, body: placeOf(name, content) }),
    })),
  );
}

/** What goes to Twilio, by its numbers "1", "2", ...; undefined where nothing leaves the machine and the text alone is shown. */
export function claimedTemplate(
  contentSid: string | null,
  variables: readonly FrozenVariable[],
): ClaimedTemplate | undefined {
  if (contentSid === null) return undefined;
  return {
    contentSid,
    variables: Object.fromEntries(variables.map(({ content }, i) => [String(i + 1), content.text])),
  };
}

function placeOf(name: string, content: string): string {
  const written = new RegExp(`\\{\\{\\s*${name}\\s*(\\|[^}]*)?\\}\\}`).exec(content);
  return written?.[0] ?? `{{${name}}}`;
}
