import { hasWords, readings, readSearch, searchQuery, wordsOf } from './search-words';

describe('what somebody types', () => {
  it.each<[string, readonly string[], string | null]>([
    ['ama rem', ['ama', 'rem'], null],
    ['  Ámá  ZIELIŃSKI-Boateng ', ['ama', 'zielinski', 'boateng'], null],
    ['Ọlá Øystein', ['ola', 'oystein'], null],
    ['ama@guests.test', ['ama'], 'ama@guests.test'],
    ['Ama.Mensah@g', ['ama', 'mensah'], 'ama.mensah@g'],
    ['+233 20 123 4567', ['233201234567'], null],
    ['020 123-4567', ['201234567'], null],
    ['table 12', ['table', '12'], null],
    ['ama ama', ['ama'], null],
    ["!!! ' \\ --", [], null],
    ['a b c d e f g h', ['a', 'b', 'c', 'd', 'e', 'f'], null],
  ])('%s', (q, words, address) => {
    expect([readSearch(q).words, readSearch(q).address]).toEqual([words, address]);
  });
});

it('makes a question for the database that nobody can break out of', () => {
  const organization = '01a2010e-9c20-7eca-8aeb-2716be09f3d2';
  expect(searchQuery(organization, wordsOf(`ama' | 'x & \\ !y`))).toBe(
    `'2716be09f3d2ama':* & '2716be09f3d2x':* & '2716be09f3d2y':*`,
  );
});

it('reads words as a guest, or as a guest and a message in either order', () => {
  expect(readings(['ama', 'rem'])).toEqual([
    { guest: ['ama', 'rem'], message: [] },
    { guest: ['ama'], message: ['rem'] },
    { guest: ['rem'], message: ['ama'] },
  ]);
  expect(readings(['ama'])).toEqual([{ guest: ['ama'], message: [] }]);
});

it.each([
  ['1 day before reminder', ['rem'], true],
  ['1 day before reminder', ['day', 'rem'], true],
  ['1 day before reminder', ['minder'], false],
  ['Doors open at six', ['rem'], false],
])('%s has words that begin with %j: %s', (text, words, expected) => {
  expect(hasWords(text, words)).toBe(expected);
});
