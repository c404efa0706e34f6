import { eventDateAs, eventValue, type EventFacts, usableLocale } from './event-values';
import type { EventPlaceholder } from './placeholders';

const event: EventFacts = { name: 'Dinner', startsAtLocal: '2027-06-01T18:05', venue: 'Hall', hostName: 'Efua' };

describe('eventValue', () => {
  it.each<[EventPlaceholder, Partial<EventFacts>, string]>([
    ['event_name', {}, 'Dinner'],
    ['event_name', { name: ' Two\nlines\u202e ' }, 'Two lines'],
    ['venue', {}, 'Hall'],
    ['event_location', {}, 'Hall'],
    ['venue', { venue: null }, ''],
    ['venue', { venue: ' \u200f\t' }, '\u200f'],
    ['host_name', { hostName: null }, ''],
    ['event_date', {}, 'Tuesday, 1 June 2027'],
    ['event_date', { locale: 'en-US' }, 'Tuesday, June 1, 2027'],
    ['event_date', { locale: 'de-DE' }, 'Dienstag, 1. Juni 2027'],
    ['event_date', { locale: 'not a locale' }, 'Tuesday, 1 June 2027'],
    ['event_date', { startsAtLocal: '2028-02-29T00:00' }, 'Tuesday, 29 February 2028'],
    ['event_date', { startsAtLocal: 'soon' }, ''],
    ['event_time', {}, '18:05'],
    ['event_time', { startsAtLocal: '2027-03-28T01:30' }, '01:30'],
    ['event_time', { startsAtLocal: '2027-06-01T00:00' }, '00:00'],
    ['event_time', { locale: 'en-US' }, '6:05 PM'],
  ])('%s with %j is "%s"', (token, change, value) => {
    expect(eventValue(token, { ...event, ...change })).toBe(value);
  });
});

it.each([
  ['%d.%m.%Y', '01.06.2027'],
  ['%A, %-d %B', 'Tuesday, 1 June'],
  ['%H:%M', '18:05'],
  ['%l:%M %p', ' 6:05 PM'.trim()],
  ['100%%', '100%'],
])('the date as %s is %s', (value, text) => {
  expect(eventDateAs({ name: 'date', value }, event)).toBe(text);
});

it.each([
  [null, 'en-GB'],
  ['', 'en-GB'],
  ['fr', 'fr'],
  ['"><script>', 'en-GB'],
  ['xx-invalid-locale-name-that-is-long', 'en-GB'],
])('the locale %s becomes %s', (locale, usable) => {
  expect(usableLocale(locale)).toBe(usable);
});
