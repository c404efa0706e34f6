/** An invisible separator that the API sets around what stands for a value that the guest does not have. */
const FALLBACK_MARK = '\u2063';

const STYLE = 'background:#fcefd2;color:inherit;border-radius:2px;padding:0 2px';

/** A piece of a rendered text; `isFallback` when it stands for a value that the guest does not have. */
export interface RenderedPiece {
  readonly text: string;
  readonly isFallback: boolean;
}

/** Cuts a rendered text at the marks that a fallback left. */
export function renderedPieces(text: string): RenderedPiece[] {
  return text
    .split(FALLBACK_MARK)
    .map((part, n) => ({ text: part, isFallback: n % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

/** The same in HTML: what stands between two marks becomes a `<mark>`. Marks in attributes are only taken away. */
export function highlightFallbacks(html: string): string {
  if (!html.includes(FALLBACK_MARK)) return html;
  const pair = new RegExp(`${FALLBACK_MARK}([^${FALLBACK_MARK}<>]*)${FALLBACK_MARK}`, 'g');
  return html
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith('<') ? part : part.replace(pair, `<mark style="${STYLE}">$1</mark>`)))
    .join('')
    .replaceAll(FALLBACK_MARK, '');
}
