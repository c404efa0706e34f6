import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { HtmlPage } from './domain/guest-html-page';

/**
 * Headers of everything under a guest's own link: it is in no cache, no search engine and no referrer, and the page may do nothing
 * but show itself and send its form back to us.
 */
export function setGuestPageHeaders(response: Response, style: string | null): void {
  const styles = style === null ? "'none'" : `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Robots-Tag', 'noindex, nofollow');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src ${styles}; img-src https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
}

/** Answers with a page for guests. */
export function sendGuestPage(response: Response, status: number, page: HtmlPage): void {
  setGuestPageHeaders(response, page.style);
  response.status(status).type('html').send(page.html);
}
