import { piecesOf, PLACEHOLDERS } from '../communications/placeholders';

/** What a template's text asks of WhatsApp and Twilio. */
export interface TemplateContent {
  /** Its placeholders in the order of their first use: Twilio's 1, 2, 3. */
  readonly variables: readonly { readonly number: number; readonly name: string; readonly label: string }[];
  /** What WhatsApp would not approve, or Beckon has no value for, in words. */
  readonly faults: readonly string[];
  /** As a guest would read it, with invented values. */
  readonly preview: string;
  /** The text to paste into Twilio: with numbers in place of names. */
  readonly forTwilio: string;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  rsvp_link: 'https://beckon.example/r/…',
  unsubscribe_link: 'https://beckon.example/u/…',
  event_location: 'Harbour Hall',
};

/** Reads a template's text. The API has the last word; this only says early what it will say. */
export function templateContent(text: string): TemplateContent {
  const pieces = piecesOf(text);
  const used = [...new Set(pieces.flatMap(({ kind, name }) => (kind === 'known' && name !== null ? [name] : [])))];
  const variables = used.map((name, at) => ({ number: at + 1, name, label: labelOf(name) }));
  const solid = pieces.filter(({ kind, text: piece }) => kind !== 'plain' || piece.trim() !== '');
  const last = solid.at(-1);
  const faults = [
    ...pieces.flatMap(({ kind, text: typed }) => (kind === 'bad' ? [`Beckon has no value for ${typed}.`] : [])),
    ...(solid[0] !== undefined && solid[0].kind !== 'plain'
      ? ['WhatsApp approves no text that begins with a placeholder. Put a word before it, for example “Hi”.']
      : []),
    ...(last !== undefined && last.kind !== 'plain'
      ? ['WhatsApp approves no text that ends with a placeholder. Put a closing word after it.']
      : []),
  ];
  const filled = (value: (name: string) => string): string =>
    pieces.map((piece) => (piece.kind === 'known' && piece.name !== null ? value(piece.name) : piece.text)).join('');
  return {
    variables,
    faults: [...new Set(faults)],
    preview: filled(exampleOf),
    forTwilio: filled((name) => `{{${used.indexOf(name) + 1}}}`),
  };
}

function exampleOf(name: string): string {
  return EXAMPLES[name] ?? PLACEHOLDERS.find((known) => known.name === name)?.example ?? '';
}

function labelOf(name: string): string {
  return PLACEHOLDERS.find((known) => known.name === name)?.label ?? name;
}
