import { mailPaper } from './mail-paper';

const parsed = (html: string): Document => new DOMParser().parseFromString(mailPaper(html), 'text/html');
const stopsOf = (paper: Document): string[] =>
  [...paper.querySelectorAll<HTMLElement>('*')]
    .filter(({ tabIndex }) => tabIndex >= 0)
    .map(({ tagName }) => tagName.toLowerCase());

describe('mailPaper', () => {
  it.each([
    [
      'a whole mail',
      '<!doctype html><html><head><title>x</title></head><body><p>Dear <a href="/x">Ama</a></p></body></html>',
    ],
    ['a piece of one', '<p>Dear <a href="https://example.test" tabindex="3">Ama</a>, <button>go</button></p>'],
    [
      'a mail with a map and a frame',
      '<map><area href="#a"></map><iframe srcdoc="x"></iframe><details><summary>s</summary></details>',
    ],
    ['nothing', ''],
  ])('%s is one stop for Tab', (_what, html) => {
    expect(stopsOf(parsed(html))).toEqual(['body']);
  });

  it('keeps the words, styles and where links lead', () => {
    const paper = parsed(
      '<html><head><style>p{color:red}</style></head><body style="margin:0"><p>A &amp; <a href="https://x.test/?a=1&amp;b=2">B</a></p></body></html>',
    );
    expect(paper.body.textContent).toBe('A & B');
    expect(paper.body.getAttribute('style')).toBe('margin:0');
    expect(paper.querySelector('a')?.getAttribute('href')).toBe('https://x.test/?a=1&b=2');
    expect(paper.head.textContent).toContain('p{color:red}');
  });

  it('opens links in a window, which the sandbox refuses', () => {
    expect(parsed('<a href="/gone" target="_self">x</a>').querySelector('a')?.target).toBe('_blank');
  });

  it('stays white for somebody who likes it dark', () => {
    const paper = parsed(
      '<head><meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme:dark){p{color:white}} @media (width < 40em){p{color:red}}</style></head>',
    );
    expect(paper.head.textContent).toContain('@media (width < 0){p{color:white}} @media (width < 40em){p{color:red}}');
    expect(paper.querySelector('meta')?.content).toBe('light');
  });

  it('says where the focus is', () => {
    expect(parsed('<p>x</p>').head.textContent).toContain('body:focus-visible::after');
  });
});
