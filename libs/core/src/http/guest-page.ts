import { randomBytes } from 'node:crypto';
import type { Response } from 'express';

export interface GuestPage {
  readonly title: string;
  /** `#rrggbb` of the event, or null for ours. */
  readonly accentColour: string | null;
  /** HTML; every outside text in it has gone through `escapeHtml`. */
  readonly content: string;
  readonly nonce: string;
}

/** Makes any text safe inside HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Headers of every page that a guest opens with a personal link: never cached, never indexed, and the link never leaks
 * through a referrer; only our own style runs.
 */
export function guestPageHeaders(response: Response): { nonce: string } {
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Robots-Tag', 'noindex, nofollow');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; img-src https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  return { nonce };
}

/** A whole page around `content`: one column, light and dark, readable on a phone, no JavaScript. */
export function guestPage({ title, accentColour, content, nonce }: GuestPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --accent: ${accentColour ?? '#12464d'}; --ink: #1d1b20; --quiet: #5b5866; --paper: #fff; --ground: #f4f2f7; --line: #d9d5e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9f1; --quiet: #aaa6b5; --paper: #211f27; --ground: #15141a; --line: #3a3743; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-top: 6px solid var(--accent); border-radius: 12px; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .9375rem; }
.choice { display: flex; gap: .75rem; align-items: center; min-height: 44px; padding: .5rem .75rem; margin-bottom: .5rem; border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
button { width: 100%; min-height: 48px; margin-top: .75rem; border: 0; border-radius: 8px; background: var(--ink); color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
</style>
</head>
<body><main>
${content}
</main></body>
</html>
`;
}
