import { escapeHtml } from '@beckon/core';

/** A page and its style sheet, apart, so that the sheet can be named in the security policy. */
export interface HtmlPage {
  readonly html: string;
  readonly style: string;
}

/**
 * A whole page for guests: one column, readable on a phone, no script.
 *
 * @param body HTML; every outside text in it has gone through `escapeHtml`
 */
export function guestHtmlPage(title: string, style: string, body: readonly string[]): HtmlPage {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>
${body.filter((part) => part !== '').join('\n')}
</main></body>
</html>
`;
  return { html, style };
}
