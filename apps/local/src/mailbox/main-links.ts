import { html, Html } from './escape';

/** The two ways to look at what was sent. */
export function mainLinks(current: 'mails' | 'phones'): Html {
  const mark = (name: string): Html => new Html(name === current ? ' aria-current="page"' : '');
  return html`<nav class="main" aria-label="Views">
    <a href="/" ${mark('mails')}>All messages</a><a href="/phones" ${mark('phones')}>Phones</a>
  </nav>`;
}
