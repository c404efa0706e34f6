import { contrast } from '@beckon/core';
import { accentFor, DARK_PAGE, LIGHT_PAGE } from './accent-colour';
import { answeredAtAfter, readRsvpForm, rsvpOpenness } from './rsvp-answer';
import { callName, eventTimes, renderRsvpPage, type RsvpPage } from './rsvp-page';

const now = new Date('2027-06-01T12:00:00Z');
const before = new Date('2027-05-01T12:00:00Z');

it.each([
  ['a first answer', { rsvpStatus: 'pending' as const, rsvpAnsweredAt: null }, 'attending' as const, now],
  ['another answer', { rsvpStatus: 'maybe' as const, rsvpAnsweredAt: before }, 'declined' as const, now],
  ['the same answer', { rsvpStatus: 'maybe' as const, rsvpAnsweredAt: before }, 'maybe' as const, before],
  ['an answer taken back', { rsvpStatus: 'maybe' as const, rsvpAnsweredAt: before }, 'pending' as const, null],
  ['no word about it', { rsvpStatus: 'maybe' as const, rsvpAnsweredAt: before }, undefined, before],
])('the instant of %s', (_what, stored, status, at) => {
  expect(answeredAtAfter(stored, status, now)).toEqual(at);
});

it.each([
  [{ response: 'attending', plusOnes: '2' }, 0, { response: 'attending', plusOnes: 2 }],
  [{ response: 'attending', plusOnes: 3 }, 0, { response: 'attending', plusOnes: 3 }],
  [{ response: 'maybe' }, 4, { response: 'maybe', plusOnes: 4 }],
  [{ response: 'maybe', plusOnes: '' }, 4, { response: 'maybe', plusOnes: 4 }],
  [{ response: 'attending', plusOnes: '30' }, 30, { response: 'attending', plusOnes: 30 }],
  [{ response: 'declined', plusOnes: 'x' }, 4, { response: 'declined', plusOnes: 0 }],
  [{ response: 'attending', plusOnes: '21' }, 0, null],
  [{ response: 'attending', plusOnes: '1e1' }, 0, null],
  [{ response: ['attending', 'declined'] }, 0, null],
  [{ response: 'pending' }, 0, null],
  [{}, 0, null],
])('the form %j after %i', (form, stored, answer) => {
  expect(readRsvpForm(form, stored)).toEqual(
    answer === null ? { reason: expect.stringMatching(/^Please/) } : { answer },
  );
});

it.each([
  ['active', '2027-06-01T13:00:00Z', null, 'open'],
  ['active', '2027-06-01T01:00:00Z', null, 'open'],
  ['active', '2027-05-31T23:59:00Z', null, 'over'],
  ['active', '2027-06-01T10:00:00Z', '2027-06-01T12:00:00Z', 'over'],
  ['cancelled', '2027-06-02T10:00:00Z', null, 'cancelled'],
])('an event %s that starts %s and ends %s is %s', (status, startsAt, endsAt, openness) => {
  expect(
    rsvpOpenness({ status, startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) }, now),
  ).toBe(openness);
});

it.each([null, '#ffffff', '#000000', '#ffff00', '#777777', '#ff0000', '#00ff88', '#3366cc', 'red;}'])(
  'the accent %s is readable everywhere',
  (accent) => {
    const { light, dark } = accentFor(accent);
    for (const [scheme, page] of [
      [light, LIGHT_PAGE],
      [dark, DARK_PAGE],
    ] as const) {
      expect(contrast(scheme.onFill, scheme.fill)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(scheme.text, page)).toBeGreaterThanOrEqual(4.5);
      expect(scheme.fill).toMatch(/^#[0-9a-f]{6}$/);
    }
  },
);

const page: RsvpPage = {
  token: 'abc',
  guest: { name: 'Ama Mensah', firstName: null, locale: null, rsvpStatus: 'pending', plusOnes: 0 },
  event: {
    name: 'Party', description: null, venue: 'Hall', hostName: 'Efua', startsAt: new Date('2027-06-01T22:00:00Z'), endsAt: null,
    timeZone: 'America/New_York', accentColour: null, logoUrl: null, footer: null,
  },
  openness: 'open',
  isThanks: false,
  problem: null,
}; // prettier-ignore

it.each([
  [null, null, 'Tuesday, 1 June 2027', '18:00 (New York time)'],
  ['en-US', null, 'Tuesday, June 1, 2027', '06:00 PM (New York time)'],
  ['de-DE', null, 'Tuesday, 1 June 2027', '18:00 (New York time)'],
  [null, '2027-06-02T02:00:00Z', 'Tuesday, 1 June 2027', '18:00 to 22:00 (New York time)'],
  [null, '2027-06-02T06:00:00Z', 'Tuesday, 1 June 2027', '18:00 to Wednesday, 2 June 2027, 02:00 (New York time)'],
])('the time for %s until %s', (locale, endsAt, day, time) => {
  const event = { ...page.event, endsAt: endsAt === null ? null : new Date(endsAt) };
  const shown = eventTimes(event, locale);
  expect([shown.day, shown.time.replaceAll('\u202f', ' ')]).toEqual([day, time]);
});

it('prints whatever people typed as text, and nothing as markup', () => {
  const evil = `"><script>alert(1)</script>'`;
  const { html } = renderRsvpPage({
    ...page,
    guest: { ...page.guest, name: evil, firstName: evil },
    event: {
      ...page.event,
      name: evil,
      description: evil,
      venue: evil,
      hostName: evil,
      logoUrl: `https://x.test/${evil}`,
      footer: evil,
      accentColour: evil,
    },
    problem: evil,
  });
  expect(html).not.toContain('<script');
  expect(html).not.toMatch(/src="[^"]*>/);
});

it.each([
  ['Ama Mensah', null, 'Ama'],
  ['Ama Mensah', 'Auntie Ama', 'Auntie Ama'],
  ['Ama', null, 'Ama'],
])('%s (%s) is called %s', (name, firstName, called) => {
  expect(callName({ name, firstName })).toBe(called);
});
