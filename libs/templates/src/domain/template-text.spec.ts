import { Liquid } from 'liquidjs';
import { parseTemplateText, usedTokens } from './template-text';

describe('parseTemplateText reads', () => {
  it.each([
    ['plain text', 'Hello', ['Hello']],
    ['a name', 'Hi {{guest_name}}!', ['Hi ', { token: 'guest_name', filters: [] }, '!']],
    ['a name with space around', '{{  venue\n}}', [{ token: 'venue', filters: [] }]],
    [
      'a default',
      '{{ guest_first_name | default: "there" }}',
      [slot('guest_first_name', { name: 'default', value: 'there' })],
    ],
    ['a default in single quotes', "{{venue|default:'tba'}}", [slot('venue', { name: 'default', value: 'tba' })]],
    [
      'a default in the quotes of a phone',
      '{{venue | default: “tba”}}',
      [slot('venue', { name: 'default', value: 'tba' })],
    ],
    [
      'a default with braces and bars',
      '{{venue | default: "}} | {{"}}',
      [slot('venue', { name: 'default', value: '}} | {{' })],
    ],
    [
      'several filters',
      '{{guest_name|upcase|capitalize}}',
      [slot('guest_name', { name: 'upcase' }, { name: 'capitalize' })],
    ],
    ['a date', '{{ event_date | date: "%d.%m.%Y" }}', [slot('event_date', { name: 'date', value: '%d.%m.%Y' })]],
    ['literal braces', 'write {{ "{{" }}name}}', ['write {{name}}']],
    ['closing braces alone', 'a }} b', ['a }} b']],
    ['Windows line breaks', 'a\r\nb\rc', ['a\nb\nc']],
    ['invisible characters away', 'a\u0007b', ['ab']],
  ])('%s', (_, text, parts) => {
    expect(parseTemplateText(text)).toEqual({ parts, problems: [] });
  });
});

describe('parseTemplateText refuses', () => {
  it.each([
    ['an unclosed placeholder', 'Hi\n  {{guest_name', 2, 3, /never closed/],
    ['braces alone', '{{', 1, 1, /never closed/],
    ['a tag', 'a {% if x %}b', 1, 3, /Tags/],
    ['an unclosed tag', '{% if', 1, 1, /Tags/],
    ['raw', '{% raw %}{{guest_name}}{% endraw %}', 1, 1, /Tags/],
    ['nothing', '{{ }}', 1, 1, /empty/],
    ['a number', '{{ 1 }}', 1, 1, /cannot be read/],
    ['a range', '{{ (1..9) }}', 1, 1, /cannot be read/],
    ['an index', '{{ guest_name["a"] }}', 1, 1, /cannot be read/],
    ['a comparison', '{{ guest_name == "a" }}', 1, 1, /cannot be read/],
    ['three braces', '{{{ guest_name }}}', 1, 1, /cannot be read/],
    ['a nested placeholder', '{{ {{ guest_name }} }}', 1, 1, /cannot be read/],
    ['space control', '{{- guest_name -}}', 1, 1, /cannot be read/],
    ['an unknown filter', '{{ guest_name | size }}', 1, 1, /"size" is not a known filter/],
    ['an unknown filter of an object', '{{ guest_name | constructor }}', 1, 1, /not a known filter/],
    ['a default without text', '{{ guest_name | default }}', 1, 1, /needs its text/],
    ['a default of a name', '{{ guest_name | default: venue }}', 1, 1, /needs its text|cannot be read/],
    ['upcase with a value', '{{ guest_name | upcase: "a" }}', 1, 1, /takes no value/],
    ['a second argument', '{{ guest_name | default: "a", "b" }}', 1, 1, /cannot be read/],
    ['date of a name', '{{ guest_name | date: "%d" }}', 1, 1, /works with .*event_date/],
    ['date without format', '{{ event_date | date }}', 1, 1, /needs a format/],
    ['date that is not first', '{{ event_date | upcase | date: "%d" }}', 1, 1, /first filter/],
    ['a format of the zone', '{{ event_date | date: "%z" }}', 1, 1, /needs a format/],
    ['a width that would fill the memory', '{{ event_date | date: "%999999999d" }}', 1, 1, /needs a format/],
    ['a filter on a link', '{{ rsvp_link | upcase }}', 1, 1, /is a link/],
  ])('%s', (_, text, line, column, message) => {
    const { problems } = parseTemplateText(text);
    expect(problems[0]).toMatchObject({
      kind: 'syntax',
      line,
      column,
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ['{{guest_nmae}}', 'guest_nmae', 'guest_name'],
    ['{{ guest.name | default: "x" }}', 'guest.name', 'guest_name'],
    ['{{ First Name }}', 'First Name', 'guest_first_name'],
    ['{{ gäst }}', 'gäst', null],
    ['{{ toString }}', 'toString', null],
    ['{{ __proto__ }}', '__proto__', null],
    ['{{ true }}', 'true', null],
    ['{{ Guest_Name }}', 'Guest_Name', 'guest_name'],
  ])('the unknown name in %s', (text, token, suggestion) => {
    expect(parseTemplateText(text).problems).toMatchObject([{ kind: 'unknown_token', token, suggestion }]);
  });

  it('every fault at once, in the order of the text', () => {
    const { problems } = parseTemplateText('{{a}}\n{{ 1 }}\n{% x %} {{guest_name');
    expect(problems.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'unknown_token'],
      [2, 'syntax'],
      [3, 'syntax'],
      [3, 'syntax'],
    ]);
  });

  it('quickly, also what is made to be slow', () => {
    const before = process.cpuUsage();
    for (const hostile of [
      '{{ guest_name '.repeat(3000),
      '{{' + ' '.repeat(49_000) + '}}',
      `{{ guest_name ${'| upcase '.repeat(5000)}}}`,
      '{{ "'.repeat(12_000),
      '{'.repeat(50_000),
    ]) {
      parseTemplateText(hostile);
    }
    // the processor's time: a machine that is busy with other things says nothing about this
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});

it('names each placeholder once, in the order of the text', () => {
  expect(usedTokens(parseTemplateText('{{venue}} {{guest_name}} {{venue | upcase}}').parts)).toEqual([
    'venue',
    'guest_name',
  ]);
});

/** What we accept is Liquid: the engine itself, given the same values, must print the same. */
it.each([
  'Hi {{guest_name}}',
  '{{ guest_name | default: "x" | upcase }}',
  '{{guest_name | capitalize}} {{ "{{" }}',
  "a{{ guest_name | default: '}}' }}b",
])('Liquid agrees on %s', (text) => {
  const engine = new Liquid();
  for (const guestName of ['ama MENSAH', '']) {
    const ours = parseTemplateText(text)
      .parts.map((part) =>
        typeof part === 'string'
          ? part
          : engine.parseAndRenderSync(
              `{{ v${part.filters.map((f) => ` | ${f.name}${'value' in f ? `: "${f.value}"` : ''}`).join('')} }}`,
              { v: guestName },
            ),
      )
      .join('');
    expect(ours).toBe(engine.parseAndRenderSync(text, { guest_name: guestName }));
  }
});

function slot(token: string, ...filters: object[]): object {
  return { token, filters };
}
