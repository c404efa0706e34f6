import { accentColours } from './accent-colour';
import { bodyHtml } from './body-html';
import { DARK_CARD, LIGHT_PAGE } from './email-layout';
import type { FrozenPart } from './frozen-content';

const colours = accentColours('#336699', LIGHT_PAGE, DARK_CARD);
const rsvp: FrozenPart = { token: 'rsvp_link' };

/** Styles are not what these cases are about; values stand as [name]. */
function lean(...parts: FrozenPart[]): string {
  return bodyHtml(parts, colours)
    .map((part) => (typeof part === 'string' ? part : `[${part.token}]`))
    .join('')
    .replace(/ (style|class|role|border|cellpadding|cellspacing|bgcolor)="[^"]*"/g, '')
    .replace(/\n/g, '');
}

describe('bodyHtml', () => {
  it.each<[string, FrozenPart[], string]>([
    ['a line', ['Hello'], '<p>Hello</p>'],
    ['two lines', ['a\nb'], '<p>a<br>b</p>'],
    ['two paragraphs', ['a\n\nb'], '<p>a</p><p>b</p>'],
    ['many blank lines', ['\n\na\n \n\t\n\nb\n'], '<p>a</p><p>b</p>'],
    ['nothing', ['\n '], ''],
    ['HTML is text', ['<b>&"\'</b>'], '<p>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>'],
    ['a comment of Outlook is text', ['<!--[if mso]>'], '<p>&lt;!--[if mso]&gt;</p>'],
    ['a value', ['Hi ', { token: 'guest_name' }, '!'], '<p>Hi [guest_name]!</p>'],
    ['a value alone', [{ token: 'guest_name' }], '<p>[guest_name]</p>'],
    [
      'an address',
      ['see https://a.test/x?a=1&b=2 now'],
      '<p>see <a href="https://a.test/x?a=1&amp;b=2">https://a.test/x?a=1&amp;b=2</a> now</p>',
    ],
    [
      'an address at the end of a sentence',
      ['(see http://a.test/x).'],
      '<p>(see <a href="http://a.test/x">http://a.test/x</a>).</p>',
    ],
    [
      'brackets inside an address',
      ['https://a.test/x_(y)'],
      '<p><a href="https://a.test/x_(y)">https://a.test/x_(y)</a></p>',
    ],
    [
      'two addresses',
      ['http://a.test, http://b.test'],
      '<p><a href="http://a.test">http://a.test</a>, <a href="http://b.test">http://b.test</a></p>',
    ],
    [
      'an address that runs into a value',
      ['http://a.test/?n=', { token: 'guest_name' }],
      '<p>http://a.test/?n=[guest_name]</p>',
    ],
    [
      'no address',
      ['http:// and javascript:alert(1) and //a.test'],
      '<p>http:// and javascript:alert(1) and //a.test</p>',
    ],
    [
      'an attempt to leave the attribute',
      ['http://a.test/"onclick="x'],
      '<p><a href="http://a.test/">http://a.test/</a>&quot;onclick=&quot;x</p>',
    ],
    ['a link in a sentence', ['here: ', rsvp, '.'], '<p>here: <a href="[rsvp_link]">[rsvp_link]</a>.</p>'],
    [
      'a link alone on its line',
      ['a\n\n ', rsvp, ' \n\nb'],
      '<p>a</p><table><tr><td><a href="[rsvp_link]">RSVP now</a></td></tr></table><p>b</p>',
    ],
    [
      'a link on its line inside a paragraph',
      ['a\n', rsvp, '\nb'],
      '<p>a</p><table><tr><td><a href="[rsvp_link]">RSVP now</a></td></tr></table><p>b</p>',
    ],
    [
      'an unsubscribe link is never a button',
      [{ token: 'unsubscribe_link' }],
      '<p><a href="[unsubscribe_link]">[unsubscribe_link]</a></p>',
    ],
  ])('%s', (_, parts, html) => {
    expect(lean(...parts)).toBe(html);
  });

  it('is quick with what is made to be slow', () => {
    const before = process.cpuUsage();
    for (const hostile of [
      `http://a${')'.repeat(4000)}`,
      'http://'.repeat(7000),
      '\n'.repeat(50_000),
      `https://a/${'('.repeat(25_000)}${')'.repeat(24_000)}`,
    ])
      bodyHtml([hostile], colours);
    // the processor's time: a machine that is busy with other things says nothing about this
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
