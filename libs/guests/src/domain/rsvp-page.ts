import { escapeHtml } from '@beckon/core';
import { MAX_PLUS_ONES_BY_GUEST } from './guest-limits';
import { guestPageStyle } from './guest-page-style';
import { guestHtmlPage, type HtmlPage } from './guest-html-page';
import { RSVP_RESPONSES, type RsvpOpenness, type RsvpResponse } from './rsvp-answer';
import type { RsvpStatus } from './rsvp-status';

/** Everything the RSVP page of one guest shows. */
export interface RsvpPage {
  readonly token: string;
  readonly guest: {
    readonly name: string;
    readonly firstName: string | null;
    readonly locale: string | null;
    readonly rsvpStatus: RsvpStatus;
    readonly plusOnes: number;
  };
  readonly event: {
    readonly name: string;
    readonly description: string | null;
    readonly venue: string;
    readonly hostName: string;
    readonly startsAt: Date;
    readonly endsAt: Date | null;
    readonly timeZone: string;
    readonly accentColour: string | null;
    readonly logoUrl: string | null;
    readonly footer: string | null;
  };
  readonly openness: RsvpOpenness;
  /** True right after an answer. */
  readonly isThanks: boolean;
  /** What was wrong with the form, in words for the guest. */
  readonly problem: string | null;
}

const labels: Readonly<Record<RsvpResponse, string>> = {
  attending: 'Yes, I will be there',
  maybe: 'Maybe, I do not know yet',
  declined: 'No, I cannot make it',
};
const answers: Readonly<Record<RsvpStatus, string>> = {
  pending: 'You have not answered yet.',
  attending: 'Your answer: you will be there',
  maybe: 'Your answer: maybe',
  declined: 'Your answer: you cannot make it.',
};
const thanks: Readonly<Record<RsvpStatus, string>> = {
  pending: '',
  attending: 'Thank you, we look forward to seeing you!',
  maybe: 'Thank you. You can come back to this page when you know more.',
  declined: 'Thank you for telling us. We will miss you!',
};

/** The page on which a guest answers. Needs no script. */
export function renderRsvpPage(page: RsvpPage): HtmlPage {
  const { event, guest } = page;
  const sections = [detailsOf(page), page.openness === 'open' ? formOf(page) : closedOf(page)];
  return guestHtmlPage(event.name, guestPageStyle(event.accentColour), [
    `<header>${event.logoUrl === null ? '' : `<img src="${escapeHtml(event.logoUrl)}" alt="">`}`,
    `<p>Hi <bdi>${escapeHtml(callName(guest))}</bdi>, <bdi>${escapeHtml(event.hostName)}</bdi> invites you to</p>`,
    `<h1 dir="auto">${escapeHtml(event.name)}</h1></header>`,
    ...sections,
    event.footer === null ? '' : `<footer dir="auto">${escapeHtml(event.footer)}</footer>`,
  ]);
}

/** What somebody sees whose link does not work. Says nothing about why, so that nothing can be probed. */
export function renderBadLinkPage(): HtmlPage {
  return renderNotePage(
    'This link does not work',
    'It may be incomplete, or your host has sent you a newer one. Open the link in your latest invitation, or ask your host.',
  );
}

/** A page with nothing but a message. */
export function renderNotePage(title: string, text: string): HtmlPage {
  return guestHtmlPage(title, guestPageStyle(null), [
    `<header><h1>${escapeHtml(title)}</h1></header><section><p>${escapeHtml(text)}</p></section>`,
  ]);
}

/** What to call a guest: the name for messages, or the first word of the full one. */
export function callName({ name, firstName }: { readonly name: string; readonly firstName: string | null }): string {
  return firstName ?? name.split(' ', 1)[0] ?? name;
}

/** Day and time on the clock at the venue, for example `Tuesday, 1 June 2027` and `18:00 (New York time)`. */
export function eventTimes(
  event: RsvpPage['event'],
  locale: string | null,
): { readonly day: string; readonly time: string } {
  // the page is in English; a guest's own English decides between 1 June and June 1
  const language = locale !== null && /^en-[A-Z]{2}$/.test(locale) ? locale : 'en-GB';
  const format = (at: Date, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: event.timeZone }).format(at);
  const dayOf = (at: Date): string => format(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const timeOf = (at: Date): string => format(at, { hour: '2-digit', minute: '2-digit' });
  const day = dayOf(event.startsAt);
  const place = event.timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? event.timeZone;
  if (event.endsAt === null) return { day, time: `${timeOf(event.startsAt)} (${place} time)` };
  const end = dayOf(event.endsAt) === day ? timeOf(event.endsAt) : `${dayOf(event.endsAt)}, ${timeOf(event.endsAt)}`;
  return { day, time: `${timeOf(event.startsAt)} to ${end} (${place} time)` };
}

function detailsOf({ event, guest, openness, token }: RsvpPage): string {
  const { day, time } = eventTimes(event, guest.locale);
  const calendar =
    openness === 'open'
      ? `<p><a class="action" href="/r/${escapeHtml(token)}/event.ics">Add to your calendar</a></p>`
      : '';
  const about =
    event.description === null ? '' : `<div><dt>About</dt><dd dir="auto">${escapeHtml(event.description)}</dd></div>`;
  return `<section><dl><div><dt>Day</dt><dd>${escapeHtml(day)}</dd></div><div><dt>Time</dt><dd>${escapeHtml(time)}</dd></div>
<div><dt>Place</dt><dd dir="auto">${escapeHtml(event.venue)}</dd></div>${about}</dl>${calendar}</section>`;
}

function formOf(page: RsvpPage): string {
  const { guest, token } = page;
  const choices = RSVP_RESPONSES.map(
    (response) =>
      `<label class="choice"><input type="radio" name="response" id="${response}" value="${response}" required${guest.rsvpStatus === response ? ' checked' : ''}> ${labels[response]}</label>`,
  );
  return `<section>${noteOf(page)}<form method="post" action="/r/${escapeHtml(token)}" accept-charset="utf-8">
<fieldset><legend>${guest.rsvpStatus === 'pending' ? 'Will you come?' : 'Has anything changed?'}</legend>${choices.join('\n')}</fieldset>
<label class="more"><span>How many people do you bring along?</span><input type="number" name="plusOnes" min="0" max="${Math.max(MAX_PLUS_ONES_BY_GUEST, guest.plusOnes)}" value="${guest.plusOnes}" inputmode="numeric"></label>
<button type="submit">${guest.rsvpStatus === 'pending' ? 'Send my answer' : 'Change my answer'}</button></form></section>`;
}

function closedOf({ guest, openness }: RsvpPage): string {
  const text =
    openness === 'cancelled'
      ? 'This event has been cancelled. You do not need to do anything.'
      : `This event is over, so answers can no longer be changed. ${answerOf(guest)}`;
  return `<section><p class="note" role="status">${escapeHtml(text)}</p></section>`;
}

function noteOf({ guest, isThanks, problem }: RsvpPage): string {
  if (problem !== null) return `<p class="note problem" role="alert">${escapeHtml(problem)}</p>`;
  if (guest.rsvpStatus === 'pending') return '';
  const greeting = isThanks ? `<strong>${thanks[guest.rsvpStatus]}</strong><br>` : '';
  return `<p class="note" role="status">${greeting}${escapeHtml(answerOf(guest))}</p>`;
}

function answerOf({ rsvpStatus, plusOnes }: RsvpPage['guest']): string {
  if (rsvpStatus === 'pending' || rsvpStatus === 'declined') return answers[rsvpStatus];
  if (plusOnes === 0) return `${answers[rsvpStatus]}.`;
  return `${answers[rsvpStatus]}, and you bring ${plusOnes === 1 ? 'one person' : `${plusOnes} people`} along.`;
}
