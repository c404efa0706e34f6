import { highlightFallbacks, renderedPieces } from './preview-html';

const M = '\u2063';

it('highlights in a text exactly what the fallback put in', () => {
  expect(renderedPieces(`Are you there, ${M}there${M}?`)).toEqual([
    { text: 'Are you there, ', isFallback: false },
    { text: 'there', isFallback: true },
    { text: '?', isFallback: false },
  ]);
});

it('highlights in HTML without touching attributes', () => {
  expect(highlightFallbacks(`<a title="${M}there${M}">Hi ${M}there${M}</a>`)).toMatch(
    /^<a title="there">Hi <mark style="[^"]+">there<\/mark><\/a>$/,
  );
});
