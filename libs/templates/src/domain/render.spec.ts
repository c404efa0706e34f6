import type { FrozenContent, FrozenPart, GuestValues } from './frozen-content';
import * as fc from 'fast-check';
import { compileFrozen, missingGuestValues, renderContent } from './render';

const links = { rsvp_link: 'https://b.test/r/1', unsubscribe_link: 'https://b.test/u/1' };

function frozen(parts: FrozenPart[]): FrozenContent {
  return { format: 1, channel: 'email', linkBase: 'https://b.test', subject: parts, text: parts, html: parts };
}

function text(part: FrozenPart, values: GuestValues): string {
  return renderContent(compileFrozen(frozen([part])), { ...links, ...values }).text;
}

describe('a value', () => {
  it.each<[string, FrozenPart, GuestValues, string]>([
    ['as it is', { token: 'guest_name' }, { guest_name: 'Ama Mensah' }, 'Ama Mensah'],
    ['that looks like a placeholder', { token: 'guest_name' }, { guest_name: '{{rsvp_link}}' }, '{{rsvp_link}}'],
    ['that looks like a replacement pattern', { token: 'guest_name' }, { guest_name: "$& $1 $' \\" }, "$& $1 $' \\"],
    [
      'with line breaks and controls',
      { token: 'guest_name' },
      { guest_name: ' A\r\nBcc: x@y.test\u0000\u2028B\u0007 ' },
      'A Bcc: x@y.test B',
    ],
    ['that turns text around', { token: 'guest_name' }, { guest_name: 'A\u202eB\u2066C' }, 'ABC'],
    ['with joined emoji and accents', { token: 'guest_name' }, { guest_name: '👩‍👩‍👧 Zoë' }, '👩‍👩‍👧 Zoë'],
    ['first name', { token: 'guest_first_name' }, { guest_name: 'Ama Mensah', guest_first_name: 'Amy' }, 'Amy'],
    ['first word of the name', { token: 'guest_first_name' }, { guest_name: ' Ama  Mensah' }, 'Ama'],
    [
      'first word before a comma',
      { token: 'guest_first_name' },
      { guest_name: 'Mensah, Ama', guest_first_name: ' ' },
      'Mensah',
    ],
    ['"there" without any name', { token: 'guest_first_name' }, {}, 'there'],
    [
      'the written default instead of the first word',
      withFilters('guest_first_name', { name: 'default', value: 'friend' }),
      { guest_name: 'Ama M' },
      'friend',
    ],
    [
      'a written default is not needed',
      withFilters('guest_first_name', { name: 'default', value: 'friend' }),
      { guest_first_name: 'Ama' },
      'Ama',
    ],
    [
      'a written default, then upper case',
      withFilters('guest_first_name', { name: 'default', value: 'friend' }, { name: 'upcase' }),
      {},
      'FRIEND',
    ],
    ['upper case', withFilters('guest_name', { name: 'upcase' }), { guest_name: 'straße' }, 'STRASSE'],
    ['capitalized', withFilters('guest_name', { name: 'capitalize' }), { guest_name: 'AMA' }, 'Ama'],
    [
      'a built-in fallback, filtered',
      withFilters('guest_first_name', { name: 'upcase' }),
      { guest_name: 'Ama M' },
      'AMA',
    ],
    ['plus ones', { token: 'plus_ones' }, { plus_ones: 2 }, '2'],
    ['no plus ones', { token: 'plus_ones' }, { plus_ones: 0 }, '0'],
    ['unknown plus ones', { token: 'plus_ones' }, { plus_ones: null }, '0'],
    ['a link', { token: 'rsvp_link' }, {}, 'https://b.test/r/1'],
  ])('%s', (_, part, values, expected) => {
    expect(text(part, values)).toBe(expected);
  });
});

it('is escaped in HTML and nowhere else', () => {
  const content = compileFrozen(frozen(['<p title="', { token: 'guest_name' }, '">']));
  const { subject, text: plain, html } = renderContent(content, { guest_name: `<i>"O'Neill" & co</i>` });
  expect(subject).toBe(`<p title="<i>"O'Neill" & co</i>">`);
  expect(plain).toBe(subject);
  expect(html).toBe('<p title="&lt;i&gt;&quot;O&#39;Neill&quot; &amp; co&lt;/i&gt;">');
});

it.each([undefined, null, '', 'javascript:alert(1)', '/r/1', 'https://b.test/"onclick="x', 'https://b.test/ x'])(
  'a message with the link %j does not leave',
  (link) => {
    const content = compileFrozen(frozen([{ token: 'rsvp_link' }]));
    expect(() => renderContent(content, { rsvp_link: link })).toThrow(RangeError);
  },
);

it('no value whatsoever breaks out of its place', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '{{',
        '}}',
        '\r\n',
        '\u2028',
        '\u202e',
        '\0',
        'rsvp_link',
        '$&',
        ' ',
        'x',
      ),
    }),
  );
  const content = compileFrozen(frozen(['[', { token: 'guest_name' }, '|', { token: 'guest_first_name' }, ']']));
  fc.assert(
    fc.property(hostile, hostile, (name, first) => {
      const { subject, text, html } = renderContent(content, { guest_name: name, guest_first_name: first });
      expect(text).toBe(subject);
      expect(text).toMatch(/^\[[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]*\]$/u);
      expect(html).toMatch(/^\[[^<>"']*\]$/);
      expect(html).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
    }),
    { numRuns: 2000 },
  );
});

it('gives the same bytes again, also after a trip through JSON', () => {
  const content = frozen([
    'Hi ',
    { token: 'guest_first_name' },
    ': ',
    { token: 'rsvp_link' },
    { token: 'unsubscribe_link' },
  ]);
  const values = { ...links, guest_name: 'Zoë\u0301 <x>', guest_first_name: null };
  const first = renderContent(compileFrozen(content), values);
  const later = renderContent(
    compileFrozen(JSON.parse(JSON.stringify(content)) as FrozenContent),
    JSON.parse(JSON.stringify(values)) as GuestValues,
  );
  expect(later).toEqual(first);
});

describe('missingGuestValues', () => {
  it.each<[string, FrozenPart[], GuestValues, string[]]>([
    ['nothing is needed', ['Hi'], {}, []],
    ['the name is there', [{ token: 'guest_name' }], { guest_name: 'A' }, []],
    ['the name is empty', [{ token: 'guest_name' }], { guest_name: '' }, ['guest_name']],
    ['the name is invisible', [{ token: 'guest_name' }], { guest_name: '\u202e\u0007' }, ['guest_name']],
    ['a default stands for it', [withFilters('guest_name', { name: 'default', value: 'guest' })], {}, []],
    ['an empty default does not', [withFilters('guest_name', { name: 'default', value: '' })], {}, ['guest_name']],
    ['built-in fallbacks stand', [{ token: 'guest_first_name' }, { token: 'plus_ones' }], {}, []],
    ['links are not asked for', [{ token: 'rsvp_link' }], {}, []],
    ['named once', [{ token: 'guest_name' }, withFilters('guest_name', { name: 'upcase' })], {}, ['guest_name']],
  ])('%s', (_, parts, values, missing) => {
    expect(missingGuestValues(compileFrozen(frozen(parts)), values)).toEqual(missing);
  });
});

it('refuses a content of a newer version', () => {
  expect(() => compileFrozen({ ...frozen([]), format: 2 })).toThrow(/newer/);
});

function withFilters(
  token: 'guest_name' | 'guest_first_name',
  ...filters: ({ name: 'default'; value: string } | { name: 'upcase' | 'capitalize' })[]
): FrozenPart {
  return { token, filters };
}
