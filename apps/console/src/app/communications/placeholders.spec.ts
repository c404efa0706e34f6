import { isUnfinished, matching, openAt, piecesOf, readable, unresolvedIn, written } from './placeholders';

const shape = (text: string): string[] => piecesOf(text).map(({ kind, text: part }) => `${kind}:${part}`);

describe('piecesOf', () => {
  it.each([
    ['Hi there', ['plain:Hi there']],
    ['Hi {{guest_name}}!', ['plain:Hi ', 'known:{{guest_name}}', 'plain:!']],
    ['{{ guest_first_name | default: "you } there" }}', ['known:{{ guest_first_name | default: "you } there" }}']],
    ['at {{table_number}}.', ['plain:at ', 'bad:{{table_number}}', 'plain:.']],
    ['Hi {{guest_na', ['plain:Hi ', 'bad:{{guest_na']],
    ['Hi {{guest_na\nnext {{venue}}', ['plain:Hi ', 'bad:{{guest_na', 'plain:\nnext ', 'known:{{venue}}']],
    ['two braces: {{ "{{" }}', ['plain:two braces: ', 'plain:{{ "{{" }}']],
    ['{{}}', ['bad:{{}}']],
  ])('%j', (text, expected) => {
    expect(shape(text)).toEqual(expected);
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});

describe('unresolvedIn', () => {
  it('names each unknown placeholder of subject and body once', () => {
    expect(unresolvedIn('{{tabel}} {{venue}}', 'a {{tabel}} b {{seat}}')).toEqual(['tabel', 'seat']);
  });
});

describe('the menu', () => {
  it.each([
    ['Hi {{', 5, { from: 3, typed: '' }],
    ['Hi {{gue', 8, { from: 3, typed: 'gue' }],
    ['Hi {{venue}} x', 14, null],
    ['Hi', 2, null],
    ['a {{ b\nc', 8, null],
  ])('in %j at %i', (text, caret, open) => {
    expect(openAt(text, caret)).toEqual(open);
  });

  it('finds by name and by label', () => {
    expect(matching('rsvp').map(({ name }) => name)).toEqual(['rsvp_link']);
    expect(matching('guest_f').map(({ name }) => name)).toEqual(['guest_first_name']);
    expect(matching('full').map(({ name }) => name)).toEqual(['guest_name']);
  });

  it('writes the fallback where there is one', () => {
    expect(written('guest_first_name', true)).toBe('{{ guest_first_name | default: "there" }}');
    expect(written('venue', true)).toBe('{{venue}}');
  });
});

it('is readable in a list', () => {
  expect(readable('Hi {{guest_first_name}}, see you at {{event_name}}', { event_name: 'the dinner' })).toBe(
    'Hi [first name], see you at the dinner',
  );
});

it.each([
  ['Hi {{gue', true],
  ['Hi {{guest_nmae}}', false],
  ['Hi {{guest_name}}', false],
])('%j is unfinished: %s', (text, expected) => {
  expect(isUnfinished(text)).toBe(expected);
});
