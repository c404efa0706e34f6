import { focusHeading } from './pages';

function page(html: string): void {
  document.body.innerHTML = html;
}

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

const PAGE = `<nav><a id="link" href="#">Events</a><a id="next" href="#">Deliveries</a></nav><main id="main"><h1 id="heading">Guests</h1><button id="own">Import</button></main>
  <div class="cdk-overlay-container"><input id="palette"></div>`;

describe('the heading of a new page', () => {
  afterEach(() => {
    document.body.innerHTML = '';
  });

  it.each([
    { from: 'link', to: 'heading', why: 'the link that led here is done' },
    { from: '', to: 'heading', why: 'nothing has the focus' },
    { from: 'own', to: 'own', why: 'the page has chosen' },
    { from: 'next', to: 'next', why: 'somebody has gone on with Tab' },
    { from: 'palette', to: 'palette', why: 'somebody has opened the palette meanwhile, and types' },
  ])('focus on “$from” goes to “$to”: $why', ({ from, to }) => {
    page(PAGE);
    focus(from);
    expect(focusHeading(document.getElementById('link'))).toBe(from !== to);
    expect(document.activeElement?.id).toBe(to);
  });

  it('a page without a heading begins at its main part', () => {
    page('<main id="main"></main>');
    document.getElementById('main')?.setAttribute('tabindex', '-1');
    expect(focusHeading(null)).toBe(true);
    expect(document.activeElement?.id).toBe('main');
  });
});
