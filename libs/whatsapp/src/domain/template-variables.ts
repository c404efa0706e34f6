import type { FieldProblem } from '@beckon/core';
import type { InspectedContent, PlaceholderName } from '@beckon/templates';

type Part = InspectedContent['body'][number];

/** WhatsApp takes at most this many. Source: twilio.com/docs/content/using-variables-with-content-api */
const MAX_VARIABLES = 100;

/**
 * Reads which variables a WhatsApp template has, and what WhatsApp would not approve about it.
 *
 * @param parts the content, read
 * @param named the order the author gave them, as Twilio's {{1}}, {{2}}, ...; left out: the order of their first use
 * @returns the variables in order, and every fault with its field
 */
export function templateVariables(
  parts: readonly Part[],
  named: readonly string[] | undefined,
): { readonly variables: PlaceholderName[]; readonly faults: FieldProblem[] } {
  const slots = parts.filter((part) => typeof part !== 'string');
  const used = [...new Set(slots.map(({ token }) => token))];
  const faults = [...edgeFaults(parts), ...repeatFaults(slots)];
  if (used.length > MAX_VARIABLES)
    faults.push(contentFault('TOO_MANY_VARIABLES', 'A template has at most 100 variables.'));
  if (named === undefined) return { variables: used, faults };
  const variables = named.filter((name): name is PlaceholderName => (used as string[]).includes(name));
  return { variables, faults: [...faults, ...nameFaults(used, named)] };
}

/** Source: twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses */
function edgeFaults(parts: readonly Part[]): FieldProblem[] {
  const isText = (part: Part | undefined): boolean => typeof part === 'string' && part.trim() !== '';
  const first = parts.find((part) => typeof part !== 'string' || isText(part));
  const last = parts.findLast((part) => typeof part !== 'string' || isText(part));
  return [
    ...(isText(first)
      ? []
      : [
          contentFault(
            'STARTS_WITH_PLACEHOLDER',
            'WhatsApp approves no text that begins with a placeholder. Put a word before it, for example "Hi".',
          ),
        ]),
    ...(isText(last)
      ? []
      : [
          contentFault(
            'ENDS_WITH_PLACEHOLDER',
            'WhatsApp approves no text that ends with a placeholder. Put a closing word after it.',
          ),
        ]),
  ];
}

/** One variable has one value, so the same placeholder cannot be shaped in two ways. */
function repeatFaults(slots: readonly Exclude<Part, string>[]): FieldProblem[] {
  const shapes = new Map<string, string>();
  const torn = new Set<string>();
  for (const { token, filters } of slots) {
    const shape = JSON.stringify(filters);
    if (shapes.has(token) && shapes.get(token) !== shape) torn.add(token);
    shapes.set(token, shape);
  }
  return [...torn].map((token) =>
    contentFault(
      'TWO_SHAPES',
      `{{${token}}} stands in the text twice, with different filters. Write it the same way each time.`,
    ),
  );
}

function nameFaults(used: readonly string[], named: readonly string[]): FieldProblem[] {
  const at = (code: string, message: string): FieldProblem => ({ path: 'variables', code, message });
  const missing = used.filter((name) => !named.includes(name));
  const unused = named.filter((name) => !used.includes(name));
  const twice = named.filter((name, i) => named.indexOf(name) !== i);
  return [
    ...missing.map((name) =>
      at('VARIABLE_MISSING', `The text uses {{${name}}}, but the variables do not name it. Add it.`),
    ),
    ...unused.map((name) =>
      at('VARIABLE_UNUSED', `The variables name "${name.slice(0, 60)}", but the text does not use it. Take it out.`),
    ),
    ...twice.map((name) => at('VARIABLE_TWICE', `The variables name "${name.slice(0, 60)}" twice. Name it once.`)),
  ];
}

function contentFault(code: string, message: string): FieldProblem {
  return { path: 'content', code, message };
}
