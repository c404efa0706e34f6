import { editDistance, PLACEHOLDER_NAMES, suggestPlaceholder } from './placeholders';

describe('suggestPlaceholder', () => {
  it.each([
    ['guest_nmae', 'guest_name'],
    ['guest_nam', 'guest_name'],
    ['guestName', 'guest_name'],
    ['Guest Name', 'guest_name'],
    ['GUEST_FIRST_NAME', 'guest_first_name'],
    ['firstName', 'guest_first_name'],
    ['event_naem', 'event_name'],
    ['event.date', 'event_date'],
    ['rsvp', 'rsvp_link'],
    ['rsvp-link', 'rsvp_link'],
    ['unsubscribe_lnik', 'unsubscribe_link'],
    ['location', 'event_location'],
    ['gest', 'guest_name'],
  ])('%s probably means %s', (typed, meant) => {
    expect(suggestPlaceholder(typed)).toBe(meant);
  });

  it.each(['x', 'weather', '___', '', 'constructor', 'a'.repeat(10_000)])('has no idea what %.20s means', (typed) => {
    expect(suggestPlaceholder(typed)).toBeNull();
  });

  it('leaves every known name as it is', () => {
    expect(PLACEHOLDER_NAMES.map(suggestPlaceholder)).toEqual(PLACEHOLDER_NAMES);
  });
});

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['abc', 'abcd', 1],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
])('%s and %s are %i slips apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});
